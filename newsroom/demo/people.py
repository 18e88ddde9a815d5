"""The demo paper, its sections and the people in it. All of them are invented."""

PAPER = "The Plumb Line"

SECTIONS = (
    # slug, name, hue, description
    ("world", "World", "blue", "Ports, parliaments and the weather between them."),
    ("technology", "Technology", "red", "Machines, the people who build them, and who pays."),
    ("business", "Business", "green", "Work, money and the price of things."),
    ("science", "Science", "amber", "What was measured, how, and how sure anyone can be."),
    ("culture", "Culture", "violet", "Books, stages, kitchens and the rest of life."),
    ("opinion", "Opinion", "teal", "Argument, signed."),
)

AUTHORS = (
    # slug, name, role, biography
    (
        "mara-lindqvist",
        "Mara Lindqvist",
        "Technology correspondent",
        "Mara covers chips, models and the factories behind them. She was a process engineer before she was a reporter.",
    ),
    (
        "tomas-okoro",
        "Tomas Okoro",
        "World editor",
        "Tomas reports from harbours and border towns, and edits the paper's foreign pages.",
    ),
    (
        "ines-caldeira",
        "Inês Caldeira",
        "Business reporter",
        "Inês writes about small firms, wages and the price of things people actually buy.",
    ),
    (
        "yusuf-demirel",
        "Yusuf Demirel",
        "Science writer",
        "Yusuf reads the methods section first. He covers climate, space and the sea.",
    ),
    (
        "hanne-vos",
        "Hanne Vos",
        "Culture critic",
        "Hanne reviews books, concerts and, when nobody stops her, bakeries.",
    ),
    (
        "ruth-ashdown",
        "Ruth Ashdown",
        "Columnist",
        "Ruth has written the Saturday column since the paper began.",
    ),
)

_TAG_NAMES = """
    DeepSeek; Huawei; semiconductors; export controls; open weights; artificial intelligence; data centres; energy;
    electricity grid; heat pumps; batteries; solar power; wind power; shipping; harbours; trade; customs; fishing; rivers;
    floods; drought; water; coast; railways; night trains; cycling; roads; housing; rents; wages; strikes; cooperatives;
    small business; printing; paper; newspapers; media; corrections; privacy; encryption; open source; repair; phones;
    satellites; astronomy; moon; telescopes; oceans; whales; birds; bees; forests; soil; glaciers; climate; weather;
    medicine; hospitals; vaccines; sleep; schools; universities; libraries; archives; museums; books; translation; poetry;
    theatre; orchestras; cinema; radio; bakeries; food; coffee; farming; markets; banks; inflation; taxes; elections;
    parliament; courts; borders; cities; islands; maps; cafés
"""
TAGS = tuple(" ".join(name.split()) for name in _TAG_NAMES.split(";"))
