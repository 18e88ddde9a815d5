"""The world page of the demo paper."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="customs-officers-read-circuit-boards",
        headline="Port Vessel teaches its customs officers to read a circuit board",
        standfirst="A six-week course turns freight inspectors into people who can tell a toy’s chip from a server’s. The first 24 graduated on Friday.",
        section="world",
        authors=("tomas-okoro",),
        tags=("customs", "harbours", "semiconductors", "export controls", "trade"),
        drawing="port",
        dateline="Port Vessel",
        age=0.7,
        caption="A ship waits under the cranes while its papers are read.",
        description="Port Vessel’s customs school now teaches inspectors to tell one chip from another, because export papers no longer explain enough.",
        sources=(("Port Vessel Customs School", "https://customs-school.example/boards-course", "interview"),),
        body="""
<p>The exam is a tray of forty circuit boards and a magnifying glass. Candidates have ninety minutes to sort them into three piles: let through, ask for papers, call a supervisor. Twenty-four customs officers sat it at Port Vessel on Friday. Twenty-one passed at the first try.</p>
<p>The harbour handles about 5,200 containers a day. Until last year an inspector who opened one and found electronics would compare the label on the box with the line on the form. If they matched, the box sailed.</p>
<h2>A label is not a part</h2>
<p>That no longer satisfies the ministry. Export rules now turn on what a component can do, not what the carton calls it. “I had officers with thirty years on the quay who could date a cheese by smell,” said Adaeze Morland, who runs the school. “Nobody had ever shown them a memory module.”</p>
<p>The course lasts six weeks and costs 1,900 crowns a head. It teaches the shape of common packages, how to find a maker’s mark, and when to stop guessing.</p>
<h2>Slower, for now</h2>
<p>Shippers have noticed. The mean time for an electronics inspection has gone from 35 minutes to 52 since trained officers joined the shifts, according to the harbour’s own tally. The freight agents’ guild wants a fast lane for firms with a clean record.</p>
<p>Ms Morland thinks the delay will shrink. Wrong seizures have already fallen, she said, from eleven a month to four. “A person who knows what she is looking at says yes faster, too.”</p>
<p>A second class of thirty starts in spring. It is full.</p>
""",
    ),
    Piece(
        slug="river-towns-share-flood-gauge",
        headline="Three river towns in two countries agree to trust one flood gauge",
        standfirst="For forty years each bank of the Ossel measured its own water and argued about it. A shared post on a shared bridge ends that.",
        section="world",
        authors=("tomas-okoro",),
        tags=("rivers", "floods", "water", "borders", "weather"),
        drawing="river",
        dateline="Lissava",
        age=2.4,
        caption="The river bends, and the border bends with it.",
        description="Lissava, Marrowford and Tenk will act on a single reading of the river Ossel, after a flood in which three gauges gave three answers.",
        sources=(
            ("Ossel River Commission", "https://ossel-commission.example/gauge-agreement", "document"),
            ("Lissava town council", "https://lissava.example/minutes", "based_on"),
        ),
        body="""
<p>On the night of the last great flood, Lissava’s gauge said 5.1 metres, Marrowford’s said 4.6 and the one at Tenk had stopped. The towns are nine kilometres apart. Two opened their sluices, one did not, and 340 cellars filled.</p>
<p>This week the three mayors signed a paper of two pages. From the first of next month they will all act on one number, read from one post, bolted to the middle pier of the Tenk road bridge. The border runs through the pier.</p>
<h2>One number, two languages</h2>
<p>The instrument is a radar box the size of a loaf. It looks down at the water and sends a reading every five minutes to a page that anyone can open. At 4.2 metres the sluices move. At 4.8 the sirens sound. No telephone call is needed, and none is allowed to overrule it.</p>
<p>“We did not lack measurements,” said Lissava’s mayor, Oksana Brandl. “We lacked one that the other side believed.”</p>
<h2>Who pays when it fails</h2>
<p>The box cost 14,000 crowns, split by population. The harder talks were over blame. If the gauge is wrong, the towns share the damage by the same formula, and a commission of three engineers has ninety days to say why.</p>
<p>Farmers upstream are less happy. The meadows at Hollin will be flooded earlier and more often under the new table. Their cooperative has been offered 220 crowns per hectare for each flooding and has asked for 400. Talks resume in a fortnight, when, if the forecast holds, the river will be low and tempers with it.</p>
""",
    ),
    Piece(
        slug="oresk-recount-missing-boxes",
        headline="Oresk’s recount stalls over eleven ballot boxes and one ferry",
        standfirst="A single seat decides the island parliament. The votes that decide the seat spent a night on a boat with a broken engine.",
        section="world",
        authors=("tomas-okoro",),
        tags=("elections", "parliament", "courts", "islands"),
        drawing="ballot",
        dateline="Oresk",
        age=6.3,
        caption="A ballot box, drawn with its seal unbroken.",
        alt="A closed ballot box with a folded paper half-way into its slot",
        description="The recount in Oresk’s islands has stopped while a court decides whether eleven boxes left overnight on a ferry may be counted.",
        body="""
<p>Eleven boxes of votes stand in a locked schoolroom in Oresk, guarded by two police officers and a retired notary. They hold 3,106 ballots. The margin in the seat they belong to is 58.</p>
<p>Whoever wins it will tip the 41-member parliament of the islands. For sixteen days nobody has been allowed to open them.</p>
<h2>Fourteen hours at sea</h2>
<p>The boxes left the outer islands on the evening of the vote. The ferry’s engine failed off Cape Senna and the boat lay at anchor until morning. The law says ballots must reach the counting hall “without interruption”. The opposition list says fourteen hours adrift is an interruption. The governing list says it is weather.</p>
<p>All eleven seals were whole on arrival, and the log of the four election clerks on board records a watch kept in pairs. “We played cards on top of them,” said one, Pavo Tellini. “I can account for every hour and most of the hands.”</p>
<h2>A court with a calendar</h2>
<p>The constitutional court hears the case on Monday. It may order a count, a fresh vote on the four islands concerned, or a fresh vote everywhere. The last would cost an estimated 2.3 million crowns and push the new parliament’s first sitting into the herring season, when a third of its members are at sea.</p>
<p>Until then the old government stays on with limited powers. It may pay salaries and mend roads. It may not, as the finance clerk found on Tuesday, buy a new ferry engine.</p>
""",
    ),
    Piece(
        slug="night-train-passports-returns",
        headline="The night train that woke everyone for passports is coming back",
        standfirst="The Brennholm to Oresk Junction sleeper returns after twelve years, with border checks done before bedtime and tickets from 49 crowns.",
        section="world",
        authors=("tomas-okoro",),
        tags=("night trains", "borders", "parliament", "sleep"),
        drawing="train",
        dateline="Brennholm",
        age=11.8,
        caption="A sleeper crosses the plain with one window lit.",
        description="A sleeper between Brennholm and Oresk Junction will run again from May, with passports checked on the platform and not at 3am.",
        sources=(("Meridian Sleepers timetable", "https://meridian-sleepers.example/timetable", "document"),),
        body="""
<p>Anyone who took the old night train remembers the torch. At ten to three, at a halt with no name board, two officers would come aboard, slide back every door and ask a carriage of sleeping people where they were going.</p>
<p>The train stopped running twelve years ago. In May it returns, and the torch does not. Passports will be checked on the platform at Brennholm between eight and nine in the evening. After that the doors are sealed to the border and, the operator says, nobody will knock.</p>
<h2>Eleven carriages, four nights</h2>
<p>Meridian Sleepers, a private firm with two other routes, will run the service four nights a week. It has rebuilt eleven carriages from the 1980s at a cost of 6.4 million crowns. There are 210 berths and 96 reclining seats. A seat costs 49 crowns, a berth in a shared cabin 89, and a cabin alone 175.</p>
<p>“We need to fill 61 in every hundred places to live,” said Katarzyna Obi, the firm’s planner. “The old one filled seventy, and woke them all.”</p>
<h2>The politics of a platform</h2>
<p>The change took longer than the carriages. Officers of one country now work in a station of the other, which needed a treaty of four pages and the vote of two parliaments. It lapses after three years unless both renew it.</p>
<ul>
<li>Departure from Brennholm: 21:20, arriving 07:45.</li>
<li>Bicycles: six places, booked ahead.</li>
<li>Breakfast: tea or coffee, a roll, and no announcement before seven.</li>
</ul>
<p>The unions have asked for a fourth attendant on each train. The firm has offered to review it in autumn.</p>
""",
    ),
    Piece(
        slug="saltrey-votes-to-buy-ferry",
        headline="Tired of cancelled sailings, an island of 812 votes to buy a ferry",
        standfirst="After 63 lost sailings in one winter, an island puts up its own money for a second-hand boat and a crew that lives there.",
        section="world",
        authors=("tomas-okoro",),
        tags=("islands", "shipping", "cooperatives", "harbours", "fishing", "weather"),
        drawing="lighthouse",
        dateline="Saltrey",
        age=19.2,
        caption="The light at Saltrey, seen from where the ferry should be.",
        description="The island of Saltrey will form a cooperative and buy its own ferry after a winter in which one sailing in four was cancelled.",
        sources=(("Saltrey Ferry Cooperative", "https://saltreyferry.example/prospectus", "document"),),
        body="""
<p>The vote was held in the fish hall because nothing else on Saltrey is large enough. It was 507 to 88. By summer the island means to own a ferry.</p>
<p>The one it has now belongs to Northern Strand Lines, a mainland firm, which cancelled 63 of 248 winter sailings. The firm blames weather. Islanders kept a chart of the wind on the harbour wall and came to a different number: 29 days too rough to sail, and 34 on which the crew could not get to the boat.</p>
<h2>Shares at 250 crowns</h2>
<p>The cooperative will sell shares at 250 crowns, one vote each however many are held. It has pledges for 610,000. A regional bank will lend 1.1 million against the boat, a 38-metre vessel built for lake traffic and now laid up at Tarn Quay.</p>
<p>“We are not buying a ferry,” said Fergus Adeyemi, who fishes for crab and chairs the committee. “We are buying a captain who lives on the right side of the water.”</p>
<h2>The mail, and the catch</h2>
<p>The sums work only with the mail contract and the fish. The crab boats sell about 400 tonnes a year, and every missed sailing costs them roughly 3,000 crowns in stock that goes soft on the quay.</p>
<p>Northern Strand says it will keep its licence until it ends in October and does not rule out competing after that. “We wish them calm seas,” said a spokeswoman, Ilka Reyes, “and a good mechanic.”</p>
<p>The committee has advertised for one. Eleven have applied. Nine were born on the island.</p>
""",
    ),
    Piece(
        slug="dry-canal-makes-everything-later",
        headline="Why one dry canal makes everything a fortnight late",
        standfirst="The Harrow Cut carries a twentieth of the region’s freight. This year it is 70 centimetres short of water, and distance is only part of the cost.",
        section="world",
        authors=("tomas-okoro",),
        tags=("drought", "water", "shipping", "trade", "climate"),
        drawing="river",
        age=33.5,
        label="analysis",
        caption="The short way through, when there is water in it.",
        description="Low water in the Harrow Cut sends ships the long way round. The delay is two weeks, and the reasons are not all about distance.",
        body="""
<p>A canal is a staircase made of water. Each time a ship climbs it, a lake at the top gives up a lockful. When the lake is low, there are three things to do: let fewer ships through, let them through lighter, or close.</p>
<p>The Harrow Cut has done the first two. Daily passages are down from 34 to 22, and the permitted draught has been cut by 70 centimetres. For a mid-sized bulk carrier that means leaving about 4,500 tonnes behind.</p>
<h2>The arithmetic of the detour</h2>
<p>The way round the cape adds 2,900 nautical miles, or some nine days at ordinary speed. Shippers report delays of fourteen. The missing five days are spent at anchor. Ports plan their cranes around a timetable, and a ship that arrives out of turn waits for a gap.</p>
<p>That is why the delay spreads to goods that never go near the canal. A berth held for a late ship is a berth refused to a punctual one. At Port Vessel, the share of ships that dock on their booked day has dropped from 81 per cent to 57.</p>
<h2>Rain will not settle it</h2>
<p>A wet autumn would lift the lake. It would not change the trend. The canal authority’s own record shows low-water limits in nine of the past twenty years, against two of the twenty before.</p>
<p>The remedies are slow. Basins that reuse two-thirds of each lockful would take six years to dig. A second reservoir would take nine, and would drown two villages, whose residents have views.</p>
<p>Until then the region’s cheapest fix is dull: tell ports earlier who will be late. It costs a telephone call. Hardly anyone makes it.</p>
""",
    ),
    Piece(
        slug="court-returns-squid-grounds",
        headline="Court gives the small boats of Cape Senna their squid grounds back",
        standfirst="Judges found that a coastal permit sold to one large fleet had never been advertised. The 140 boats it displaced may return on Monday.",
        section="world",
        authors=("tomas-okoro",),
        tags=("courts", "fishing", "coast", "trade"),
        drawing="courthouse",
        dateline="Cape Senna",
        age=58.1,
        caption="The courthouse steps at the end of a long case.",
        description="A regional court has struck out a coastal squid permit because it was never advertised, letting 140 small boats return to the water.",
        sources=(("Regional Court of Cape Senna", "https://capesenna-court.example/judgments/114", "document"),),
        body="""
<p>The judgment runs to 96 pages. The sentence that matters is on page 71: a permit that nobody could have known to bid for is not a permit.</p>
<p>With that the regional court on Wednesday struck out a ten-year licence for the squid grounds off Cape Senna. It had been issued four years ago to a single fleet of six large vessels. The 140 small boats that used to work there, most of them crewed by two people, may return on Monday.</p>
<h2>A notice in the wrong drawer</h2>
<p>The law requires a new permit to be published for sixty days. The court found that the notice had been drafted, signed and filed, and never printed. It found no sign of bribery and said so plainly. The fishery office called it “an error of process” and will not appeal.</p>
<p>“Four years is a long error,” said Benedita Aw, who sold her boat in the second of them and now mends nets for others.</p>
<h2>Fewer squid to share</h2>
<p>The boats go back to a poorer sea. Surveys put the stock at 60 per cent of its level five years ago. Both the fleet and the warming of the bay have been blamed, and the office’s scientists say the two cannot yet be told apart.</p>
<p>So the return comes with a limit: 45 kilos per boat per night, no lamps above 500 watts, and nothing at all in the spawning weeks. The boats’ association accepted it in an hour. It had proposed 40.</p>
""",
    ),
    Piece(
        slug="what-a-border-on-a-map-is",
        headline="What a line on a map is, and what it is not",
        standfirst="A border is a text first, a row of posts second and a line third. When the three disagree, as they often do, here is which one wins.",
        section="world",
        authors=("tomas-okoro",),
        tags=("maps", "borders", "courts", "archives", "rivers"),
        drawing="map",
        age=121.6,
        label="explainer",
        caption="A border as a map shows it: thinner than it is.",
        description="Borders exist in words, in posts and on maps. An explainer on what happens when they disagree, and why rivers make it worse.",
        body="""
<p>Print a border on a map at one to a million and the line is half a kilometre wide. People live inside it. This is the first thing surveyors tell you and the last thing anyone remembers in an argument.</p>
<h2>Three versions of one border</h2>
<ol>
<li><strong>The text.</strong> A treaty says where the border goes: along this ridge, down that stream, to the old mill.</li>
<li><strong>The posts.</strong> A commission walks the text and plants markers. It meets a swamp and makes choices.</li>
<li><strong>The line.</strong> A mapmaker joins the posts, usually from an office, sometimes a century later.</li>
</ol>
<p>When they conflict, courts tend to start with the text and ask what its writers meant. But posts that both sides have lived with for generations can outweigh words. A map alone seldom decides anything, unless it was stapled to the treaty.</p>
<h2>Why rivers are the worst</h2>
<p>A river seems the ideal border, since everyone can see it. Then it moves. If it creeps, a few centimetres a year, the border usually creeps along. If it jumps to a new bed in one flood, the border usually stays behind in the dry one. Much legal effort goes into deciding which of the two a river has done.</p>
<blockquote><p>“I have dated a flood by the rings of a willow,” said Ngaio Petrescu, a surveyor in Tenk. “The willow was more reliable than both governments.”</p></blockquote>
<p>So when you see a line, ask for its text, its posts and its date. If nobody can name all three, what you are looking at is an opinion, neatly drawn.</p>
""",
    ),
    Piece(
        slug="hallgrund-glacier-lake-empties",
        headline="Lake behind Hallgrund glacier said to have emptied overnight",
        standfirst="Readings from the valley’s gauges suggested that a third of the lake had drained under the ice between midnight and dawn.",
        section="world",
        authors=("tomas-okoro",),
        tags=("glaciers", "floods", "water", "energy", "climate"),
        drawing="glacier",
        dateline="Hallgrund",
        age=84.9,
        caption="The tongue of a glacier and the lake it holds back.",
        description="Gauges above Hallgrund appeared to show that a glacier lake had drained in one night. This report was later withdrawn.",
        state="withdrawn",
        note="We withdrew this story because the readings it rested on came from a test of the gauges, not from the lake. The water at Hallgrund did not fall, and we should have asked a second source before publishing.",
        body="""
<p>A third of the lake held back by the Hallgrund glacier appears to have drained in a single night, according to readings published by the valley’s power company on Thursday morning.</p>
<p>The figures show the surface falling by 6.8 metres between midnight and five. If they are right, about nine million cubic metres of water passed beneath the ice and into the upper valley.</p>
<h2>No sign downstream</h2>
<p>Wardens at the first bridge, eleven kilometres below, saw no rise before dawn. Engineers said the water might have been caught by the company’s upper reservoir, which was low after a dry month and has room for twelve million cubic metres.</p>
<p>“We are looking at the numbers as you are,” said the company’s duty engineer, Solveig Tamm. “I would not move anyone yet.”</p>
<p>Lakes that form behind ice can empty quickly when the water lifts its dam and finds a way under. The valley has a plan for it: a siren, two meeting places and a list of 74 households to be telephoned in order. None had been called by nine.</p>
<h2>What happens next</h2>
<p>A helicopter was due over the lake at noon, if the cloud lifted. The road above the power station stays closed, as it has been since the first snow. The turbines were running at normal output, the company said, and the town’s supply was not affected.</p>
""",
    ),
    Piece(
        slug="hospital-boat-looks-for-a-quay",
        headline="A hospital boat with nine beds looks for a quay that will have it",
        standfirst="The Patient Hare serves 31 islands and gave 18,000 vaccinations last year. Its home harbour wants the berth for yachts.",
        section="world",
        authors=("tomas-okoro",),
        tags=("hospitals", "medicine", "vaccines", "islands", "harbours"),
        drawing="hospital",
        dateline="Tarn Quay",
        age=203.4,
        caption="Nine beds, drawn on dry land for once.",
        description="The clinic boat Patient Hare must leave its berth at Tarn Quay by autumn. Thirty-one islands depend on where it goes next.",
        sources=(("Crew of the Patient Hare", "https://patienthare.example/log", "interview"),),
        body="""
<p>The waiting room is the foredeck. On a calm morning there are twenty people on it, two goats that nobody will claim, and a nurse calling numbers over the noise of the pump.</p>
<p>The Patient Hare is a converted buoy tender with nine beds, an X-ray room and a fridge that matters more than either. Last year it called at 31 islands, saw 12,400 patients and gave 18,000 vaccinations. In September it loses its home.</p>
<h2>A berth worth more empty</h2>
<p>Tarn Quay’s harbour board has given notice. The boat pays 7,200 crowns a year for 52 metres of quay, a rate set when the trust that runs it was founded. The board believes the same length, cut into pontoons, would bring in 90,000 from visiting yachts.</p>
<p>“We are a small town with a leaking sea wall,” said the board’s chair, Ottoline Grebe. “I have nothing against nurses.”</p>
<h2>Cold, and close</h2>
<p>The boat cannot go just anywhere. It needs shore power for the vaccine fridge, a crane for the X-ray set, and a hospital within forty minutes for what nine beds cannot handle. The trust has looked at six harbours. Two meet the list. One of those freezes.</p>
<p>That leaves Saltrey, which has the quay and the crane but no hospital, and has asked whether the Hare might simply count as one.</p>
<p>“We have set bones in a swell,” said Dr Ibrahim Lund, who has sailed with her for nine years. “I expect we can tie up somewhere awkward.”</p>
""",
    ),
)
