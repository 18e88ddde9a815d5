"""The technology page of the demo paper."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="deepseek-v4-huawei-chips",
        headline="DeepSeek releases two open V4 models that run on Huawei chips",
        standfirst="The Chinese company’s models use home-made hardware to answer their users. That puts a question to US labs and another to US export rules.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=(
            "DeepSeek",
            "Huawei",
            "semiconductors",
            "export controls",
            "open weights",
            "artificial intelligence",
        ),
        drawing="chip",
        dateline="Beijing",
        age=0.3,
        caption="A chip, drawn large enough to argue about.",
        description="DeepSeek’s two open V4 models use Huawei chips for inference, AI Business reports, raising questions for US labs and export controls.",
        sources=(
            (
                "AI Business",
                "https://aibusiness.com/generative-ai/deepseek-v4-models-could-change-global-ai-race",
                "first_reported_by",
            ),
        ),
        body="""
<p>DeepSeek, a Chinese artificial intelligence company, has released two open-source models in its V4 series that use domestically made Huawei chips for inference, <a href="https://aibusiness.com/generative-ai/deepseek-v4-models-could-change-global-ai-race">AI Business reported</a>.</p>
<p>Inference is the work a model does once it has been trained: taking a question and producing an answer. In this release that work falls to Chinese hardware. Both models are open-weight, so anyone can build on them, and both are meant to run at low cost.</p>
<p>Home-made chips, open weights and a low running cost are three separate things. Arriving together, they feed two arguments at once. One is about business. The other is about policy.</p>
<h2>What it means for US labs</h2>
<p>The release adds pressure on OpenAI, Anthropic and Google DeepMind, according to AI Business. All three have invested billions in proprietary models. DeepSeek is making a different kind of offer: models that others may take and build on, intended to be cheap to run.</p>
<p>The company’s earlier models were reported to be comparable to Western ones at a fraction of the training cost.</p>
<p>The difference between the two approaches is one of control. The maker of a proprietary model decides who may use it, and how. With an open-weight release, those who want to build on the model can do so themselves.</p>
<h2>What it means for policy</h2>
<p>US export controls try to limit China’s access to advanced semiconductors. They are aimed at chips. The V4 release raises the question how far controls of that kind can reach, now that a Chinese AI company has put out models that use chips made at home.</p>
<p>It is a question and not yet an answer. The Huawei chips are reported to be used for inference, which is one part of a model’s life. That alone does not settle whether the controls do what they were written to do.</p>
<p>Neither the US Commerce Department nor the major US labs had commented, AI Business reported.</p>
""",
    ),
    Piece(
        slug="data-centre-heats-pool-too-much",
        headline="A data centre heats Brennholm’s swimming pool, and then some",
        standfirst="The scheme was meant to save the baths 90,000 crowns a year. It did, until the water reached 33 degrees and the swimmers went home.",
        section="technology",
        authors=("mara-lindqvist", "ines-caldeira"),
        tags=("data centres", "heat pumps", "energy", "water", "cities"),
        drawing="racks",
        dateline="Brennholm",
        age=1.3,
        caption="Racks of servers, which make answers and warm water.",
        description="Waste heat from a Brennholm data centre cut the public baths’ bills, then overshot. The fix is a valve and a change to the contract.",
        sources=(
            ("Brennholm Public Baths", "https://brennholm-baths.example/accounts", "document"),
            ("Alderkeep Hosting", "https://alderkeep.example/heat", "interview"),
        ),
        body="""
<p>The first complaint came from the water polo team. The second came from a woman of 81 who has swum a kilometre every morning since the baths opened and said it was like doing so in soup.</p>
<p>The pool was at 33 degrees. It should be 27. The extra six came from next door, where a firm called Alderkeep Hosting keeps 1,100 servers in a former laundry.</p>
<h2>A good idea with no off switch</h2>
<p>Since March the servers’ cooling water has run through a heat pump and into the baths. In the first half-year it replaced 71 per cent of the pool’s gas and saved 44,000 crowns. Then a new customer moved in and the machines began to work at night.</p>
<p>The contract obliges the baths to take all the heat they are given. “We had never imagined there could be too much,” said Dorothea Kanu, who manages them. “Every winter of my life there has been too little.”</p>
<p>For Alderkeep the pool is part of the cooling. Turn it away and the fans on the roof must start, and the neighbours had been promised silence.</p>
<h2>The fix is a greenhouse</h2>
<p>Engineers from both sides met on Tuesday. They agreed on three things:</p>
<ul>
<li>a valve, at 2,300 crowns, which nobody can explain the absence of;</li>
<li>a cap in the contract at 28 degrees;</li>
<li>a second pipe, 180 metres long, to the town nursery’s greenhouses.</li>
</ul>
<p>The nursery will pay for what it takes. The pipe should be laid by December. Until then the baths open an hour earlier, when the water is merely warm.</p>
""",
    ),
    Piece(
        slug="phone-repairers-get-parts-list",
        headline="Phone repairers get the parts list they asked for nine years ago",
        standfirst="Makers must now publish diagrams and sell 34 parts to anyone. Small workshops say the price of one tiny screw will tell if it works.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("phones", "repair", "small business", "open source"),
        drawing="keyboard",
        dateline="Port Vessel",
        age=4.6,
        caption="Keys, screws and the space between them.",
        description="A new rule makes phone makers sell 34 parts and publish their diagrams. Repairers welcome it and look closely at the price list.",
        sources=(("Guild of Independent Menders", "https://menders-guild.example/parts-rule", "interview"),),
        body="""
<p>Rosalind Achterberg keeps a jar of 0.8-millimetre screws on her bench. She pulled every one of them out of a dead phone, because until Thursday there was no other way to get them.</p>
<p>Her shop in Port Vessel mends about sixty telephones a week. Under a rule that took effect that morning, any maker selling in the country must publish its circuit diagrams and sell 34 named parts, singly, to whoever asks. The repairers’ guild first petitioned for it nine years ago.</p>
<h2>What is on the list</h2>
<p>Screens and batteries are there, as expected. So are charging sockets, buttons, speakers, back glass and the glue that holds it. The radio chips are not, and neither are the sensors that read a finger or a face. Makers argued that those could be tampered with. The ministry agreed for now and will look again in two years.</p>
<p>Diagrams must be free to read. A group of volunteers has already put the first 212 into one searchable, open-source index.</p>
<h2>A fair price, undefined</h2>
<p>The rule says parts must be sold at a “reasonable” price and leaves it there. On day one a battery for the same model cost 19 crowns from one seller and 64 from another. The screw, in a packet of one, was 3.50.</p>
<p>“It is a good law with a hole in it the size of this,” Ms Achterberg said, holding up the screw. She ordered ten anyway. They came in ten boxes.</p>
""",
    ),
    Piece(
        slug="volunteers-map-every-footpath",
        headline="Volunteers finish a free map of 61,000 kilometres of footpath",
        standfirst="It took seven years and 4,300 walkers. The government’s own map turns out to be missing one path in nine, and the lawyers are reading it.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("maps", "open source", "roads", "cycling"),
        drawing="map",
        dateline="Marrowford",
        age=15.7,
        caption="A path is a line that somebody walked.",
        description="An open-source project has mapped every known footpath in the country, including one in nine that official maps leave out.",
        body="""
<p>The last path was 400 metres long and ran behind a tannery. Ulla Nakamura-Beck walked it on Sunday with a phone in a plastic bag, in the rain, followed by eleven people and a dog. Then she sat on a wall and pressed save.</p>
<p>With that the Footfall project had every known footpath in the country: 61,240 kilometres, recorded by 4,300 volunteers over seven years. The data are free to copy. So is the program that draws them.</p>
<h2>One in nine</h2>
<p>The project’s rule was simple. Someone had to walk it, and someone else had to walk it again. That found errors in both directions. About 6,800 kilometres of real paths are absent from the government’s map. Another 900 are on the map and under something, most often a shed.</p>
<p>That matters because a path that is not recorded by the end of next year can be closed without notice. Solicitors for two landowners have already asked for the logs. So has the ministry, which offered to buy them and was told they cost nothing.</p>
<h2>Keeping it true</h2>
<p>Finishing is the easy part, said Ms Nakamura-Beck, a retired bus scheduler. Her own figures show that 2 per cent of paths change every year. The project needs about 600 people who will each adopt a hundred kilometres and walk them again.</p>
<p>Cyclists have offered help. The walkers are considering it. “They go too fast to read a sign,” she said, “but they do go far.”</p>
""",
    ),
    Piece(
        slug="satellite-paint-dims-the-trail",
        headline="A matt grey paint takes most of the shine off a satellite",
        standfirst="Twelve craft with a new coating are dimmer by a factor of five. Astronomers say it is the first good night they have had in a while.",
        section="technology",
        authors=("mara-lindqvist", "yusuf-demirel"),
        tags=("satellites", "astronomy", "energy"),
        drawing="satellite",
        dateline="Quenholt",
        age=27.1,
        caption="A satellite crosses the frame, as they do.",
        alt="A small satellite with two solar wings passing over a curved horizon",
        description="A test of twelve coated satellites cut their brightness fivefold. The paint runs hot, which is now the engineers’ problem.",
        sources=(
            ("Quenholt Observatory", "https://quenholt-observatory.example/notes/88", "document"),
            ("Larkspur Orbital", "https://larkspur-orbital.example/coating", "interview"),
        ),
        body="""
<p>The streak was still there on the plate. It was only so faint that the software missed it and a student had to find it by hand. At Quenholt Observatory this counted as a triumph.</p>
<p>Larkspur Orbital, which flies 380 small satellites to watch crops, has coated twelve of them in a matt grey paint. Over forty nights the observatory compared them with twelve of their uncoated sisters. On average the painted ones were dimmer by a factor of 5.2.</p>
<h2>Below the line that matters</h2>
<p>Astronomers care about a threshold. Above it a passing satellite floods the camera and spoils whole columns of the picture. Below it there is a thin trail that can be masked. All but two of the coated craft stayed below for the entire run. Of the bare ones, all but one went over.</p>
<p>“We lose about 4 per cent of our frames to satellites now,” said Dr Emeka Sundqvist, who led the measurements. “With this it would be under one.” His sample is small, he added, and covers one season and one height of orbit.</p>
<h2>The heat has to go somewhere</h2>
<p>Paint that reflects less light keeps more of it. The coated satellites run 11 degrees warmer in sunlight, and their batteries do not like it. Larkspur’s engineers expect it to cost each craft three or four months of a five-year life.</p>
<p>The firm has not decided whether to paint the rest. It puts the price at 1,700 crowns apiece, “which is less than we spend on the screws”, said its chief engineer, Wanjiru Holt.</p>
""",
    ),
    Piece(
        slug="what-open-weights-give-you",
        headline="Open weights: what you get, what you don’t, and what to ask",
        standfirst="A model you can download is not the same as one you can understand, rebuild or trust. A short guide to the small print.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("open weights", "artificial intelligence", "open source", "privacy"),
        drawing="curve",
        age=41.9,
        label="explainer",
        caption="A learning curve, which flattens like all the others.",
        description="What does it mean when an AI model’s weights are open? An explainer on running, changing and judging a model you can download.",
        body="""
<p>A trained model is, in the end, a very long list of numbers. They are called weights. When a maker publishes that list, the model is said to be open-weight. It is a useful term and often stretched.</p>
<h2>What you get</h2>
<p>You can run the model on a machine you control. What you type need not leave the room, which is why hospitals and law offices ask for it. You can tune the model with examples of your own. And nobody can withdraw it from you on a Tuesday.</p>
<h2>What you do not get</h2>
<p>Weights are the cake and not the recipe. The list does not tell you what text the model was trained on, how that text was chosen, or what was done to the model afterwards. Without those you cannot rebuild it, and you can only test for bias from the outside.</p>
<p>Nor are open weights always free to use. Some licences forbid commercial work, or large firms, or a list of purposes. Open-source software has settled rules about this. Models are still arguing.</p>
<h3>Four questions to ask</h3>
<ol>
<li>What does the licence forbid?</li>
<li>What hardware does it need, and at what speed?</li>
<li>Is there a description of the training data?</li>
<li>Who will fix it if it turns out to be wrong?</li>
</ol>
<p>The fourth is the one people skip. “We downloaded a model in an afternoon,” said Jun Haverkamp, who looks after the computers of a housing charity in Brennholm. “We have been its owners ever since.”</p>
""",
    ),
    Piece(
        slug="clinics-drop-message-scanning",
        headline="Health boards drop a plan to scan patients’ encrypted messages",
        standfirst="Software was to read notes to doctors for signs of crisis. Nurses, lawyers and the firm that built it all said it read them badly.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("encryption", "privacy", "hospitals", "medicine", "phones", "artificial intelligence"),
        drawing="hospital",
        dateline="Oresk",
        age=63.2,
        caption="A hospital, with the curtains drawn.",
        description="Four health boards have ended a trial that read private messages for warning signs, after 96 of 100 alarms proved to be false.",
        sources=(("Oresk Health Boards", "https://oresk-health.example/trial-report", "document"),),
        body="""
<p>Four health boards in the Oresk islands have dropped a plan to let software read what patients write to their doctors. A trial of five months produced 2,140 alarms. Nurses who followed them up judged 96 in every hundred to be false.</p>
<p>The messages are encrypted from the patient’s phone to the clinic. To scan them, the program had to sit on the phone itself and read each one before it was sealed.</p>
<h2>“I could murder a coffee”</h2>
<p>It was looking for signs of harm. It found figures of speech. The sentence above set off an alarm at 6am in a clinic with one nurse on duty. So did a message about killing weeds and another that was a knitting pattern.</p>
<p>Worse, said Sister Amabel Chukwu, who sat on the review, was the silence. “People heard about it and stopped writing. The ones who stopped were the ones we most wanted to hear from.” Messages fell by 18 per cent in the second month.</p>
<h2>The maker agrees</h2>
<p>The firm that built the tool, Fernhollow Systems, had advised against using it on private messages. It was designed for public forums, it said in a letter attached to the boards’ <a href="https://oresk-health.example/trial-report">report</a>.</p>
<p>The trial cost 310,000 crowns. The boards will spend a similar sum on a telephone line staffed by people, from ten at night until six. It opens in the spring. No transcript will be kept.</p>
""",
    ),
    Piece(
        slug="grid-asks-data-centres-to-nap",
        headline="Grid operator asks data centres to take a nap at teatime",
        standfirst="Between five and seven each winter evening, eleven large computing halls will run at two-thirds. In return they jump the queue for cables.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("data centres", "electricity grid", "energy", "batteries"),
        drawing="racks",
        dateline="Brennholm",
        age=97.3,
        caption="Racks at rest are hard to tell from racks at work.",
        description="Eleven data centres will cut their power draw in the evening peak. The grid saves a power station and they get connected sooner.",
        state="updated",
        note="Added the regulator’s approval, given on Friday, and the number of halls, which rose from nine to eleven.",
        before=(
            ("It has found eleven customers", "It has found nine customers"),
            (
                "Under contracts approved by the regulator on Friday, they will cut",
                "Under contracts that the regulator has yet to approve, they would cut",
            ),
            (
                "Together that is 240 megawatts, slightly more than the old station gives.",
                "Together that is 200 megawatts, as much as the old station gives.",
            ),
        ),
        sources=(("Midmoor Grid", "https://midmoor-grid.example/flex-tender", "based_on"),),
        body="""
<p>At five o’clock on a January evening the whole country puts the kettle on, and a coal station at Dunmarrow is lit for two hours to help. The grid operator would like to stop doing that. It has found eleven customers who can wait for their tea.</p>
<p>All are data centres. Under contracts approved by the regulator on Friday, they will cut their draw by a third between five and seven on up to sixty winter evenings. Together that is 240 megawatts, slightly more than the old station gives.</p>
<h2>Work that can wait</h2>
<p>Not everything can pause. Payments and hospital records run as before. What moves is the slow, heavy work: backups, film rendering, training runs that take weeks and can take a fortnight and two hours.</p>
<p>“Two-thirds of what we run has nobody watching it,” said Ravindra Maes of Alderkeep Hosting. The rest of the cut will come from batteries that the halls already own in case of a power failure.</p>
<h2>What they get</h2>
<p>There is a fee, but it is not the draw. The wait for a new connection in the Midmoor region is six years. Halls that agree to nap will be connected in two, because the cable need not be sized for the worst evening.</p>
<p>Wind firms grumble that they offered the same and were told to queue. Consumer groups ask who checks that the naps are taken. The answer is a meter read every ten seconds, and a fine of 900 crowns for each megawatt that stays awake.</p>
""",
    ),
    Piece(
        slug="library-teaches-machine-a-small-language",
        headline="A library teaches a machine a language with 9,000 speakers",
        standfirst="Sixty years of radio farm reports turned out to be the best record of Upper Tenkish. Getting permission took longer than the computing.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("translation", "artificial intelligence", "radio", "libraries", "archives"),
        drawing="radio",
        dateline="Tenk",
        age=148.5,
        caption="A wireless set of the kind that carried the farm reports.",
        description="Using an archive of radio farm reports, a town library built a translator for a language with 9,000 speakers, on their terms.",
        body="""
<p>“Good morning. Barley is up. The road at Hollin is out again.” For sixty years a voice on the wireless began the day like that, in a language that 9,000 people speak and almost nobody writes.</p>
<p>The tapes went to the town library in Tenk, 2,700 hours of them, and sat in a cellar. They are now the chief teacher of the first program that can turn Upper Tenkish into print and into its larger neighbours.</p>
<h2>Ask first</h2>
<p>The computing took eleven weeks on rented machines and cost 8,400 crowns. Asking took two years. The library traced 118 people whose voices are on the tapes, or their families, and wrote to each. Nine said no, and their hours were left out.</p>
<p>“It would have been quicker not to ask,” said the librarian, Zsófia Arkwright. “Then it would have been theirs no longer.”</p>
<h2>Good at barley</h2>
<p>The result is uneven. On weather, livestock and prices it gets 94 words in a hundred right. On love letters, tested with a volunteer’s own, it manages 61. It has never heard a word for divorce and offers “land survey”.</p>
<p>The licence is the library’s own. Speakers may use the program free and change it. Anyone else must ask a committee of seven, which meets on the first Thursday of the month, in Upper Tenkish.</p>
<p>The local school has it already. So does the radio station, which has started reading the barley report again.</p>
""",
    ),
    Piece(
        slug="chip-plant-scarcest-part-is-water",
        headline="The scarcest part in a chip factory is the water",
        standfirst="A plant can buy machines and hire engineers. It cannot order rain, and a new factory on a dry plateau is about to find out what that costs.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("semiconductors", "water", "drought", "trade"),
        drawing="chip",
        age=312.8,
        label="analysis",
        caption="A chip, which is rinsed more often than a salad.",
        description="Chip plants rinse with water purer than any you drink. An analysis of what that means for a factory built on a dry plateau.",
        body="""
<p>Between one layer and the next, a wafer is washed. There are hundreds of layers. Add up the rinsing and a single wafer the size of a dinner plate has used about as much water as a family does in a week.</p>
<p>That is the sum behind the quarrel on the Ardmoor plateau, where Cobalt Reach is building a plant for the plain, sturdy chips that go into cars and boilers. It has permission to draw 14,000 cubic metres a day. In the past two summers the reservoir it draws from has fallen below 30 per cent.</p>
<h2>Recycling has a ceiling</h2>
<p>The firm says it will reuse 75 litres of every hundred, and the best plants do better. But each pass through the filters costs power and leaves a brine that must go somewhere. The last tenth is as dear as the first half.</p>
<p>I worked in such a plant once. Nobody on the floor ever spoke of water until the day the pressure dropped. Then nobody spoke of anything else.</p>
<h2>Who yields in August</h2>
<p>The permit is silent on what happens in a drought. Orchards downstream hold rights that are older, and in most courts age wins. A plant cannot idle politely, though: a stop of one hour can spoil three weeks of work in progress.</p>
<p>There is a remedy, and other dry regions use it. Write the order of sacrifice down in advance, with a price for each step. It makes for a bad press day and a quiet August. The plateau’s council meets on the 9th. It should bring a pencil.</p>
""",
    ),
    Piece(
        slug="old-car-batteries-light-a-lighthouse",
        headline="Retired car batteries keep a lighthouse lit through the winter",
        standfirst="Forty packs too tired for the road have replaced a diesel set on Cape Senna. They came through 76 dark days with charge to spare.",
        section="technology",
        authors=("mara-lindqvist",),
        tags=("batteries", "solar power", "repair", "coast", "islands"),
        drawing="lighthouse",
        dateline="Cape Senna",
        age=537.2,
        caption="The lamp needs less power than the kettle below it.",
        alt="A lighthouse on a rock throwing two beams across a dark sea",
        description="A lighthouse off Cape Senna ran all winter on second-hand car batteries and solar panels. The diesel set was started once, as a test.",
        sources=(("Cape Senna Light Trust", "https://senna-light.example/winter-log", "based_on"),),
        body="""
<p>The diesel engine under the Cape Senna light was started once this winter, on the second Sunday of January, to see if it still could. It could. It was switched off after nine minutes and has not been needed since.</p>
<p>In its place stand forty battery packs from scrapped cars, bolted to a rack in the old oil store. Panels on the south wall charge them when there is sun. From mid-November there was hardly any for 76 days.</p>
<h2>Tired is not dead</h2>
<p>A car battery is usually retired when it holds less than 70 per cent of its first charge. That is poor for a car and ample for a lamp, which draws steadily and never has to climb a hill. The packs cost 180 crowns each. New ones would have been 1,100.</p>
<p>The trouble is that no two are alike. The trust’s two technicians spent the autumn testing each, then grouped the weak with the weak. “Put a bad one in with good ones and they all go down to meet it,” said Idris Wolfe, who did most of it in fingerless gloves.</p>
<h2>Twelve more rocks</h2>
<p>At the worst point, on the third of February, the rack stood at 22 per cent. The plan allowed for 15.</p>
<p>The trust has twelve other lights on diesel, four of them on islands where fuel comes by helicopter at 9 crowns a litre. It hopes to convert two a year. Its chief request is for old batteries with a known past. “A log book,” Mr Wolfe said, “is worth ten per cent of charge.”</p>
""",
    ),
)
