"""The demo paper's science pages."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="moon-dust-down-in-nineteen-minutes",
        headline="Moon dust is down again in nineteen minutes, an orbiter finds",
        standfirst="Planners had allowed two days for the haze left by a landing to clear. A small spacecraft watched one and timed it.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("moon", "astronomy", "satellites", "telescopes", "universities"),
        drawing="moon",
        age=0.41,
        dateline="Brennholm",
        caption="The ground a landing disturbs, drawn at local noon.",
        description="An orbiter timed how long dust from a moon landing stays up: nineteen minutes, far less than planners of a far-side telescope had feared.",
        sources=(("Tern mission data release", "https://tern.brennholm.example/release-4", "document"),),
        body="""
<p>The dust thrown up by a landing on the moon is back on the ground in nineteen minutes, according to the first spacecraft to wait and watch. Planners of a far-side telescope had been working on the assumption that a thin haze might hang about for two days.</p>
<p>The figure comes from Tern, an orbiter the size of a washing machine run by the University of Brennholm. It was high enough, as a cargo lander cut its engines, to keep the place in view for 40 minutes. It pointed its camera at the edge of the moon, where sunlight picks out even a few grains.</p>
<h2>Counting the glow</h2>
<p>“We expected to be looking at a fog,” said Adaeze Winther, who leads the team. “What we got was a curtain, and then the curtain fell.” In the twentieth minute, less than one part in a thousand of the first brightness was left.</p>
<p>On the moon there is no air to hold dust up. But grains can pick up an electric charge, and some models let the finest of them float. The team sees no sign of that above 30 metres, which is as low as the camera can look.</p>
<h2>One landing, one place</h2>
<p>That limit matters. A mirror standing two metres off the ground lives below it. The lander also came down on an old, stony plain, and younger ground may be looser.</p>
<ul><li>Frames taken, at two a second: 4,800.</li><li>Distance the fastest grains travelled: about 900 kilometres.</li><li>Landings watched so far: one.</li></ul>
<p>The team has <a href="https://tern.brennholm.example/release-4">published every frame</a>. A second landing is due within the year. Dr Winther says she would like it to be messier.</p>
""",
    ),
    Piece(
        slug="slower-ferries-longer-whale-meals",
        headline="Ferries slowed down, and the whales stayed for dinner",
        standfirst="A summer of twelve-knot crossings in Tallow Sound made the water quieter. The animals spent two-fifths more time feeding there.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("whales", "oceans", "shipping", "coast", "harbours", "fishing"),
        drawing="whale",
        age=6.27,
        dateline="Port Vessel",
        caption="A humpback under the shipping lane.",
        alt="A whale swimming beneath the hull of a small ferry",
        description="Twelve-knot ferry crossings cut underwater noise in Tallow Sound by half, and whales spent 40 per cent more time feeding, a study finds.",
        sources=(("Tallow Sound Listening Project", "https://listening.tallowsound.example/report", "based_on"),),
        state="updated",
        note="Added the ferry company’s answer on timetables, and the number of hydrophones used.",
        before=(
            (
                "The finding comes from 14 hydrophones laid along the lane by",
                "The finding comes from hydrophones laid along the lane by",
            ),
            (
                "<p>Sound &amp; Skerry Ferries, which runs the route, said it would keep the lower speed on evening sailings, and would need a fourth boat to keep it all day. “We like the whales,” a spokesman said. “We also have a timetable.”</p>",
                "<p>Sound &amp; Skerry Ferries, which runs the route, had not answered our questions on Sunday.</p>",
            ),
        ),
        body="""
<p>When the ferries across Tallow Sound slowed from eighteen knots to twelve for a summer, the noise under the water fell by about six decibels, and the whales that feed there stayed two-fifths longer. The finding comes from 14 hydrophones laid along the lane by scientists and the men and women who fish beside it.</p>
<p>Six decibels is a halving of sound pressure. For a humpback listening for a shoal of herring, it roughly doubles the distance at which she can hear anything useful.</p>
<h2>A trial with a control</h2>
<p>Most studies of ship noise compare one year with the next, and years differ. This one alternated: two weeks slow, two weeks at normal speed, five times over. The herring did not change much between fortnights. The whales did.</p>
<blockquote><p>They leave when it is loud. We had suspected it for years. Now we have it ten times in a row.</p></blockquote>
<p>So said Marit Osei, who ran <a href="https://listening.tallowsound.example/report">the project</a> from a shed on the harbour at Port Vessel. She warns against reading too much into one sound and some 60 animals.</p>
<h2>Eleven minutes</h2>
<p>The slow crossing takes eleven minutes more. Fuel use fell by a quarter. Passengers, asked at the gangway, were split: commuters minded, tourists asked whether it could be slower still.</p>
<p>Sound &amp; Skerry Ferries, which runs the route, said it would keep the lower speed on evening sailings, and would need a fourth boat to keep it all day. “We like the whales,” a spokesman said. “We also have a timetable.”</p>
""",
    ),
    Piece(
        slug="hjelm-glacier-lake-two-countries",
        headline="A new lake below the Hjelm glacier has two owners and no dam",
        standfirst="The ice has drawn back 900 metres in eleven years and left 40 million tonnes of water behind a bank of gravel on a border.",
        section="science",
        authors=("yusuf-demirel", "tomas-okoro"),
        tags=("glaciers", "climate", "water", "rivers", "floods", "borders"),
        drawing="glacier",
        age=21.83,
        dateline="Upper Hjelm",
        caption="The tongue of the glacier and the lake that has taken its place.",
        description="Forty million tonnes of meltwater sit behind loose gravel below the Hjelm glacier. Two countries share the lake, and one siren.",
        sources=(("Hjelm survey, field report", "https://survey.hjelm.example/lake", "document"),),
        body="""
<p>Eleven years ago the lake below the Hjelm glacier was a puddle that walkers stepped over. It is now 1.8 kilometres long and 62 metres deep. The border between Norrmark and Vastria runs down the middle of it, and all that holds it back is a bank of gravel the glacier left behind.</p>
<p>A team from both countries finished the first full survey this month. The ice, they report, has drawn back by 900 metres. The lake grows by about the length of a bus every week of summer.</p>
<h2>What could go wrong</h2>
<p>The worry is not that the bank will leak. It leaks already, and that is good. The worry is a wave. A slab of rock above the eastern shore has begun to move, at 4 millimetres a month. If it fell, water would go over the top and cut the gravel as it went.</p>
<p>“You would have 35 minutes in the first village and two hours in the second,” said Ilse Brandvold, a hydrologist with the survey. “That is plenty, if somebody tells you.”</p>
<h2>One siren between two</h2>
<p>At present one siren serves 3,100 people. It stands in Norrmark. The first village is in Vastria. A treaty on the river, signed 70 years ago, covers timber and trout and says nothing about warnings.</p>
<p>Engineers have proposed a siphon that would lower the lake by nine metres before the next thaw. It would cost less than a kilometre of road. Officials on both sides say they are in favour. Neither has yet agreed to own the pipe.</p>
""",
    ),
    Piece(
        slug="island-dims-lamps-for-telescope",
        headline="An island turned its lamps down and got a better telescope",
        standfirst="Carrow swapped 640 street lights for dimmer, warmer ones. Its observatory now sees as far as it would with a mirror a fifth wider.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("telescopes", "astronomy", "moon", "islands", "electricity grid", "energy"),
        drawing="telescope",
        age=48.36,
        dateline="Carrow",
        caption="The Carrow dome on a night with no moon.",
        description="Dimmer street lamps on the island of Carrow have done as much for its observatory as a wider mirror, at a fortieth of the price.",
        body="""
<p>The observatory on Carrow wanted a bigger mirror and could not pay for one. So the island changed its street lights instead. A year on, the astronomers say the effect is the same as if the mirror had grown by a fifth.</p>
<p>The 640 new lamps are amber, shine only downwards and drop to a third of their strength at eleven at night. On moonless nights, the sky above the dome is now 38 per cent darker than it was.</p>
<h2>Cheaper than glass</h2>
<p>The lamps cost 210,000. A new mirror was priced at 8.5 million. The island also uses less power: its night-time demand has dropped so far that the old diesel set behind the fish dock, once started at dusk, has not run since the spring.</p>
<p>“I have spent my life asking for more light,” said Pasquale Oduya, the director, who is 71. “It turns out I needed everyone else to have less.”</p>
<h2>Not everybody likes amber</h2>
<p>Some shopkeepers say their windows look like jaundice. The council kept four white lamps by the ferry steps after a fall, and doctors asked for two more outside the clinic. Reported accidents after dark went from nine to seven, which is too few to mean anything either way.</p>
<p>The moon remains. For one week in four it outshines every lamp the island ever had, and the astronomers do what they have always done. They catch up on paperwork.</p>
<p>Two other islands have asked for <a href="https://council.carrow.example/lamps">the specification</a>. It is one page long.</p>
""",
    ),
    Piece(
        slug="hedges-return-soil-wakes",
        headline="Where the hedges came back, the soil woke up",
        standfirst="Nine years after 31 farms replanted their field edges, worms have doubled and the ground holds more rain. Yields are flat, not lower.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("soil", "farming", "bees", "forests", "food", "water"),
        drawing="seedling",
        age=0.93,
        dateline="Harrowmere",
        caption="A hawthorn seedling in its second year.",
        description="A nine-year study of 31 farms that replanted hedges finds twice the worms, wetter soil in dry spells and no loss of grain.",
        state="review",
        sources=(("Harrowmere Field Edges study", "https://fieldedges.harrowmere.example/nine", "based_on"),),
        body="""
<p>A hedge takes up room that could be wheat. That was the reason given for pulling out 400 kilometres of them around Harrowmere two generations ago. A nine-year study of farms that put some back now suggests the trade was never quite what it seemed.</p>
<p>On 31 farms, researchers planted hawthorn, hazel and field maple along every second boundary and left the rest bare. They have since dug 5,200 holes.</p>
<h2>What was in the holes</h2>
<p>Within 20 metres of a hedge there were twice as many worms as at a bare edge. The soil held 14 per cent more water in a dry spell. Wild bees, counted along the same lines, rose from 11 kinds to 26.</p>
<p>The grain harvest did not change. The hedge’s own strip yielded nothing, as expected. The rows beside it made up the difference, mostly in dry years.</p>
<blockquote><p>I did it for the partridges. I was ready to lose money. I am still waiting to lose it.</p></blockquote>
<p>That is Gethin Abara, who farms 120 hectares on the western side and chairs the local growers’ club.</p>
<h2>A caution about choosing</h2>
<p>The farmers volunteered, and people who volunteer for hedges may differ from those who do not. The team tried to allow for it by comparing edges on the same farm. It cannot rule it out.</p>
<p>Planting cost about nine a metre, with grants covering six. The grants end next year. The hedges, says the study’s lead author, Noor Vasterling, “do not know that”.</p>
""",
    ),
    Piece(
        slug="bees-follow-the-tram-line",
        headline="City bees have learned the tram line",
        standfirst="Volunteers on bicycles counted 46,000 insects in two summers. The richest verge in Brennholm lies between two sets of rails.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("bees", "cities", "cycling", "roads", "soil"),
        drawing="map",
        age=93.58,
        dateline="Brennholm",
        caption="The city as a bee might plan it.",
        description="Volunteers on bicycles counted bees across Brennholm. The best habitat in the city turned out to be the strip between the tram tracks.",
        body="""
<p>The best place in Brennholm to be a bee is the number 6 tram. A count by 180 volunteers on bicycles has found more wild bees between its rails than in any park in the city, and a trail of smaller colonies along the line like stops on a map.</p>
<p>The volunteers rode fixed routes at a fixed speed, stopping for two minutes every 500 metres to look. Over two summers they logged 46,000 insects. Every hundredth record was checked by photograph; the error rate was 7 per cent.</p>
<h2>Why the rails</h2>
<p>The strip was sown with rough grass eight years ago because nobody could find the money for paving. It is mown once a year, at night. Nobody walks on it, for obvious reasons. The sandy bed drains fast, and ground-nesting bees like that.</p>
<p>“We spent a great deal on the rose garden,” said Ottoline Mbeki-Strand, the city’s parks officer. “The bees went and sat on the tramway.”</p>
<h2>Corridors, or just strips?</h2>
<p>The harder question is whether insects travel along the line or merely live on it. The team marked 900 bees with a dot of paint. Of the 64 seen again, 41 had moved along the rails and 23 across them. That is suggestive, and a small number.</p>
<ol><li>Tram verge: 38 kinds of bee.</li><li>Old cemetery: 31.</li><li>Ring road bank: 27.</li><li>Rose garden: 9.</li></ol>
<p>The council will leave the ring road bank unmown this year to see what comes. Complaints so far: two, both about the look of it.</p>
""",
    ),
    Piece(
        slug="what-forward-rotas-do-for-sleep",
        headline="Night shifts that move with the clock cost less sleep, and not much else",
        standfirst="A hospital changed the direction of its rota before a strike vote. The study that followed is better than most. It is still one hospital.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("sleep", "hospitals", "medicine", "wages", "strikes"),
        drawing="hospital",
        age=137.42,
        label="analysis",
        caption="A ward at four in the morning.",
        alt="A hospital corridor at night with one lit window",
        description="Nurses on forward-moving rotas slept 50 minutes more a day. What one hospital’s trial can tell others, and what it cannot.",
        sources=(("Interview with Halima Rask", "https://stbride-infirmary.example/rota", "interview"),),
        body="""
<p>Most rotas are drawn up by whoever is in the office. St Bride’s Infirmary in Lowmarket did something rarer: it let chance decide. Half its wards kept a rota that ran nights, then lates, then earlies. The other half ran the same shifts in the opposite order, so that each one began later than the last.</p>
<p>After six months, nurses on the second pattern slept 50 minutes more a day, by the watch on their wrists rather than by memory.</p>
<h2>Why direction should matter</h2>
<p>The body’s clock, left alone in the dark, runs a little over 24 hours. It finds it easier to stay up than to turn in early. A rota that moves forward goes with the drift. The idea is old. What has been missing is a trial large enough to see it in, and this one had 412 people.</p>
<h2>What did not change</h2>
<p>Mistakes with medicines did not fall, or not by enough to tell. Sick leave fell by a tenth, but a bad winter for colds on the control wards may account for that. Pay was the same. So was the share of nurses who said they meant to leave, at one in four.</p>
<p>“It is a free hour of sleep, nearly,” said Halima Rask, who ran the trial. “It is not a pay rise and nobody should offer it as one.”</p>
<p>She has reason to say so. The rota was brought in during a dispute, three weeks before a strike vote. Some staff saw it as a gift and some as a distraction. Neither group could be kept in the dark about which rota they were on, and that is the trial’s weak point.</p>
""",
    ),
    Piece(
        slug="vaccine-that-forgives-a-warm-boat",
        headline="A vaccine that forgives a warm boat reaches the outer islands",
        standfirst="Doses that last eleven days without a fridge have let nurses in the Skerries vaccinate nine children in ten, up from six.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("vaccines", "medicine", "islands", "schools", "hospitals"),
        drawing="hospital",
        age=204.71,
        dateline="Outer Skerry",
        caption="The clinic nearest the jetty.",
        description="A dried measles vaccine that keeps for eleven days without cooling lifted coverage in the Outer Skerries from six children in ten to nine.",
        sources=(
            ("Skerries Health Board bulletin", "https://health.skerries.example/bulletin-12", "first_reported_by"),
        ),
        body="""
<p>Nurse Benedikta Aluko used to plan her week around a fridge. The measles vaccine she carries to eleven islands had to stay below 8°C, and the mail boat has one socket. If the wind got up, the doses were thrown away, and so was the trip.</p>
<p>Last year she was given a new kind. The vaccine is dried into a film of sugar and stays good for eleven days at up to 40°C. Coverage among schoolchildren in her district has risen from 61 to 90 per cent.</p>
<h2>Does it protect as well?</h2>
<p>Blood tests from 370 children suggest so. Of those given the dried form, 96 per cent had enough antibodies after six weeks, against 97 per cent for the usual one. The gap is well within what chance would produce. Side effects were alike: sore arms, some fevers, nothing worse.</p>
<p>The trial was too small to pick up a rare harm. A watch on a further 20,000 doses began last month.</p>
<h2>The price of sugar</h2>
<p>Each dried dose costs about a third more. The health board says it has saved more than that in wasted vials: it used to lose four in every ten and now loses one in fifty.</p>
<blockquote><p>I went to Little Skerry on the Tuesday, the engine failed, and I came back on the Saturday. I vaccinated everyone on the Friday. Nobody had to send anything.</p></blockquote>
<p>The mainland hospital, where fridges are plentiful, has no plans to switch. Islands in three other countries have asked for samples.</p>
""",
    ),
    Piece(
        slug="where-old-satellites-are-sent-to-sink",
        headline="Where old satellites are sent to sink",
        standfirst="There is a stretch of ocean so far from anywhere that spacecraft are aimed at it. Here is how that works, and what is left.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("satellites", "oceans", "shipping", "maps"),
        drawing="satellite",
        age=311.09,
        label="explainer",
        caption="A spacecraft on its last orbit but one.",
        description="How operators aim dying satellites at the emptiest part of the ocean, how well the aim holds, and what reaches the sea bed.",
        body="""
<p>A satellite the size of a bus ran out of fuel last month and was steered into the sea. Nobody saw it arrive. That was the idea.</p>
<h2>Why the ocean?</h2>
<p>Small spacecraft burn up on the way down. Large ones do not, quite. Fuel tanks and engine parts made of titanium can survive, and a tank is an unpleasant thing to be under. So operators save a little fuel for one last push, and aim for water.</p>
<h2>Which bit of it?</h2>
<p>The favourite is a patch of the southern Pacific, some 2,700 kilometres from the nearest land in any direction. Currents there carry few nutrients, so there is little life and almost no fishing. Shipping lanes pass well to the north.</p>
<h2>How good is the aim?</h2>
<p>It is a long target rather than a round one. Debris falls along a strip that can be 1,500 kilometres from end to end and a hundred wide. The upper air swells and shrinks with the sun’s activity, and no one can forecast it to the hour.</p>
<p>A notice goes out to ships and aircraft some days before. They go round.</p>
<h2>Is it harmless?</h2>
<p>Nobody has been to check. The bottom lies four kilometres down. Metal on the sea bed is probably the lesser worry. More of each craft now ends as fine oxide high in the air, and with hundreds coming down every year, that is what the chemists have started to measure.</p>
<p>The alternative is to leave them up. That has been tried as well.</p>
""",
    ),
    Piece(
        slug="what-a-hundred-year-flood-is",
        headline="What a hundred-year flood is, and why you may see three",
        standfirst="The phrase describes a chance, not a timetable. It also depends on old gauges, short memories and a river that has since moved.",
        section="science",
        authors=("yusuf-demirel",),
        tags=("floods", "rivers", "weather", "maps", "housing", "climate"),
        drawing="river",
        age=402.66,
        label="explainer",
        caption="A river and the line it is supposed to keep to.",
        description="A hundred-year flood has a one in a hundred chance each year. Over a mortgage, that is one in four. How the figure is made, and why it shifts.",
        body="""
<p>The Lenn has burst its banks twice in six years, each time in what the authorities called a hundred-year flood. People in Lower Lenn have asked, fairly, whether someone has lost count.</p>
<h2>A chance, every year</h2>
<p>A hundred-year flood is one with a 1 per cent chance of happening in any given year. The river keeps no diary. Having had one last year does nothing to put off the next.</p>
<p>Over the 30 years of a mortgage, that 1 per cent adds up to about 26. In other words, a house on the line has roughly a one in four chance of getting wet before it is paid for. “Nobody has ever left my office pleased with that number,” said Corin Devereux-Lam, who sells insurance in the town.</p>
<h2>Where the line comes from</h2>
<p>Engineers take the highest flow in each year on record, fit a curve to those points and read off its far end. The Lenn has been measured for 58 years. Reading a hundred-year flood from 58 years of data means leaning well out of the window.</p>
<p>Three things can then make the answer wrong:</p>
<ul><li>The record is short, and one new flood can shift the line by half a metre.</li><li>The land changes. Car parks shed water faster than meadows do.</li><li>The climate changes. Warmer air carries more rain.</li></ul>
<h2>So is the map useless?</h2>
<p>No. It is a careful guess and should be drawn like one, with a fuzzy edge. The next edition will show a band rather than a line. Some 900 homes will find themselves inside it.</p>
""",
    ),
)
