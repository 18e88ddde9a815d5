"""The demo paper's opinion pages."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="in-praise-of-the-correction",
        headline="The best thing in any newspaper is the correction",
        standfirst="It is short, it is true, and somebody had to swallow hard to print it. We should have more of them, and nearer the front.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("corrections", "newspapers", "media", "archives", "printing"),
        drawing="press",
        age=3.66,
        label="opinion",
        caption="A page on its way to being wrong about something.",
        description="A paper that prints no corrections is not a paper that makes no mistakes. Ruth Ashdown asks for more of them, and further forward.",
        body="""
<p>I once moved a river. It was only by nine miles, and only in print, but 400 people wrote in, and one of them enclosed a bucket. The correction ran to 22 words. It is the most widely read thing I have ever written.</p>
<p>I have been fond of corrections ever since. They are the one part of a newspaper where nobody is trying to sound clever.</p>
<h2>The paper that is never wrong</h2>
<p>There is a weekly not far from here that has printed two corrections in five years. I do not believe it is written by angels. I believe that the letters go in a drawer.</p>
<p>A paper that corrects nothing has not made fewer mistakes than its rivals. It has made the same ones and kept them. Anyone who looks something up in its archive ten years on will find the river exactly where I left it.</p>
<h2>Three rules</h2>
<ol><li>Say what was wrong, not just what is right. “We have updated this story” is a cough, not a sentence.</li><li>Put it where the mistake was. An error on page one that is mended on page 24 is still on page one.</li><li>Sign it with the paper’s name and leave the junior reporter out of it.</li></ol>
<p>Editors fear that a column of errors makes readers trust them less. In my experience it is the other way about. People know we get things wrong. They were there. What they want to find out is whether we know.</p>
<p>I still have the bucket. It does not leak.</p>
""",
    ),
    Piece(
        slug="let-the-cafe-be-slow",
        headline="Let the café be slow",
        standfirst="Cities are filling up with counters that want you gone in four minutes. The old kind pays its way in coin no till can count.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("cafés", "coffee", "cities", "small business", "rents", "bakeries"),
        drawing="market",
        age=17.24,
        label="opinion",
        caption="Where the tables used to be.",
        description="The four-minute coffee counter is crowding out the place where you may sit all morning. Ruth Ashdown makes the case for slow cafés.",
        body="""
<p>The Copper Kettle on Tanner Street shut last month after 38 years. In its place there will be a hatch. You order on your phone, you wait on the pavement, you take your cup and you go. The new owners promise four minutes, door to door, although there is no longer a door.</p>
<p>I have nothing against speed. I like a fast ambulance. But a café is one of the few rooms in a city where you are allowed to be for the price of a drink, and it is worth asking who will miss it.</p>
<h2>Who sits</h2>
<p>I kept a list in the Kettle’s last week. A man revising for his citizenship test. Two widows and a jigsaw. A baker off the night shift, asleep against the coats. A girl of about fifteen who plainly did not want to go home yet. None of them spent more than seven.</p>
<p>That, said the landlord, was the trouble. The rent had gone up by 60 per cent. At four minutes a customer, the sums work. At two hours, they cannot.</p>
<h2>What could be done</h2>
<p>Not a subsidy. Nobody wants a café run by a committee. But the council sets business rates by floor area, so every chair is taxed and a hatch is nearly free. Turn that round. Charge for the frontage, and let the seats come cheap.</p>
<p>It would cost the city about what it spends on benches with bars in the middle, put there so that no one can lie down.</p>
<p>We are short of places to sit. It seems an odd thing to have run out of.</p>
""",
    ),
    Piece(
        slug="give-me-the-night-train",
        headline="Give me the night train, with all its faults",
        standfirst="It is late, it is narrow and somebody is always snoring. It is also the only way to cross three borders and lose no day at all.",
        section="opinion",
        authors=("tomas-okoro",),
        tags=("night trains", "railways", "borders", "sleep", "climate"),
        drawing="train",
        age=64.91,
        label="opinion",
        caption="Somewhere after the second border.",
        description="Night trains lose money on paper because the paper is drawn up wrongly. Tomas Okoro argues for one ticket and one timetable.",
        body="""
<p>I have spent, by my reckoning, 310 nights on trains. I have been woken by border guards in six languages and by a goat in one. I have never arrived feeling that a day had been stolen from me, and I cannot say that of any airport.</p>
<p>So I read with some heat that the Sundmark sleeper is “under review”. It loses 2.4 million a year, we are told. I would like to see how.</p>
<h2>Who pays for the track?</h2>
<p>A night train crosses three countries. Each one charges it for the track as if it were an express at rush hour, although at three in the morning it has the line to itself and the occasional owl. Those charges come to 41 per cent of the fare. The plane overhead pays no tax on its fuel.</p>
<p>Make the two even and the loss is gone. Nobody need be generous. It is only a matter of using the same ruler.</p>
<h2>One ticket, please</h2>
<p>Then there is the buying. To go from Port Vessel to the lakes I needed three websites, two currencies and a telephone call to a man called Emil, who was very kind. A railway that wanted passengers would sell them a ticket.</p>
<p>I do not ask for chandeliers. I ask for a clean sheet, a door that locks and a timetable drawn up by people who have met.</p>
<p>The faults are real. The berth is short, the heating has two settings, and someone will snore. Last week, I am told, it was me.</p>
""",
    ),
    Piece(
        slug="the-bicycle-lane-is-not-the-enemy",
        headline="The bicycle lane did not kill the high street",
        standfirst="Lowmarket is about to vote on tearing up two miles of green paint. Before it does, it might look at what the tills say.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("cycling", "roads", "cities", "elections", "schools", "maps"),
        drawing="bicycle",
        age=8.47,
        label="opinion",
        caption="The cause of all the trouble, parked.",
        alt="A bicycle leaning on a shop front beside a painted lane",
        description="Lowmarket votes next month on removing its cycle lane. Ruth Ashdown looks at the takings, the bus times and the school run.",
        body="""
<p>In four weeks the people of Lowmarket will vote on two miles of green paint. I have lived beside it for three years. I drive a car, badly, and own a bicycle, which I fall off. I should like to speak up for the paint.</p>
<p>The charge is that the lane killed the high street. Eleven shops have shut since it was laid. That is true. It is also true that fourteen have opened, and that in the three years before the lane we lost nineteen.</p>
<h2>Ask the tills</h2>
<p>The traders’ own figures, read out at the last meeting to some shuffling of feet, put takings up 6 per cent on the side with the lane and 2 per cent on the side without. People on bicycles buy less at a time and come back more often. They also tend to look in windows, having no choice.</p>
<h2>What the critics have right</h2>
<p>Two things. The bus is slower, by three minutes at half past eight, and for those who depend on it three minutes is a missed connection. And the loading bay outside the chemist was drawn by someone looking at a map and not at a lorry.</p>
<p>Both can be mended. A bus gate at Cross Lane would do one, and a tin of white paint the other. Neither is on the ballot, which offers us all of it or none.</p>
<p>Before the lane, 31 children cycled to the two schools on the hill. Now 208 do. I counted them myself, from my window, in the rain. They do not have a vote. I do, and they may borrow mine.</p>
""",
    ),
    Piece(
        slug="tax-the-empty-room",
        headline="Tax the empty room before you raise the rent",
        standfirst="Brennholm has 9,400 flats with nobody in them and 7,000 families on a list. A court has just said the city may do the sum.",
        section="opinion",
        authors=("ines-caldeira",),
        tags=("rents", "housing", "taxes", "courts"),
        drawing="bridge",
        age=112.07,
        label="opinion",
        caption="The view from a flat where nobody lives.",
        description="A court has let Brennholm tax homes left empty for a year. Inês Caldeira says the city should start with the dullest cases.",
        body="""
<p>There is a building by the Weir Bridge where the lights come on at six every evening in 40 windows, all at once. They are on a timer. I have been told it deters burglars. It also deters people from asking who lives there, which is no one.</p>
<p>By the city’s own count Brennholm has 9,400 homes that have stood empty for a year or more. It has just over 7,000 families waiting for one. Last week a court ruled that the council may tax the first lot to help the second. The owners’ association calls this theft. I would call it arithmetic.</p>
<h2>The best objection</h2>
<p>It is not that property is sacred. It is that some homes are empty for good, sad reasons: a death, a roof, a quarrel between brothers. A tax that falls on a widow sorting out a will is a bad tax.</p>
<p>So leave those out. Allow two years for probate and one for builders. The council’s survey suggests that would spare 2,900 homes and leave 6,500, most of which belong to 61 companies.</p>
<h2>Start with the dull ones</h2>
<p>Begin there. Charge 2 per cent of the value in the first year and 4 in the second. Do not spend the money on a department. Spend it on roofs.</p>
<p>I do not expect it to raise much. The best thing a tax like this can do is to be paid by nobody, because everybody has let the flat. Then one evening the lights by the Weir Bridge will come on at different times.</p>
""",
    ),
    Piece(
        slug="a-phone-should-open-with-a-screwdriver",
        headline="A phone should open with a screwdriver",
        standfirst="A repair bill is before parliament. The makers say it is unsafe. I used to build these things, and I can tell you what is glued and why.",
        section="opinion",
        authors=("mara-lindqvist",),
        tags=("repair", "phones", "open source", "cooperatives", "small business", "parliament"),
        drawing="chip",
        age=171.55,
        label="opinion",
        caption="The part that fails, and the part it is glued to.",
        description="Mara Lindqvist, once a process engineer, on why phones are glued shut and what the repair bill before parliament gets right.",
        body="""
<p>Before I wrote for a living I worked in a factory, and one year my job was glue. We tried 30 kinds. The one we chose was not the strongest, nor the lightest. It was the one that cured fastest, and saved us four seconds a phone.</p>
<p>I mention it because the makers are telling parliament that glue is about safety. Some of it is. Water is bad for batteries. But a rubber ring and six screws keep out water quite well, as any diver’s watch will show you. Those cost eleven seconds.</p>
<h2>What the bill asks</h2>
<ul><li>A battery you can change with common tools in under ten minutes.</li><li>Spare parts for seven years, at a posted price.</li><li>Repair software that a shop can run without asking the maker’s leave.</li></ul>
<p>The third matters most. At the Mending Room, a repair cooperative in Port Vessel, they can fit a new screen in a quarter of an hour. Then the phone refuses it, because the part has not been introduced to the maker’s server. “It is like a lock that asks for the locksmith’s passport,” said Jomo Lindeberg, who works there.</p>
<h2>What I would change</h2>
<p>The bill should let makers drop support early if they publish the code. There are people who would keep a phone going for fifteen years, for nothing, out of sheer stubbornness. The law ought to hand them the keys.</p>
<p>We would have hated this bill in the factory. Then we would have met it, in about a year, and told everyone it was our idea.</p>
""",
    ),
    Piece(
        slug="leave-the-phones-in-the-hall",
        headline="Schools should lock up the phones, and throw away the app",
        standfirst="A ban on phones in class is sensible. Replacing them with software that watches every child all day is not the same thing.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("schools", "phones", "privacy", "sleep"),
        drawing="school",
        age=226.13,
        label="opinion",
        caption="A cloakroom, with pegs for coats and other things.",
        description="Locking phones away at school is a good idea. Buying an app that tracks pupils in their place is a bad one, says Ruth Ashdown.",
        body="""
<p>My great-niece’s school has banned phones. Each morning 600 of them go into numbered pouches in the hall, and each afternoon they come out again. She is thirteen. She told me it was an outrage, and then, as one passing on a secret, that lunch had got louder.</p>
<p>I am for it. Her teachers say that homework is about the same and sleep is rather better, since a child who has gone seven hours without the thing finds she can go eight.</p>
<h2>The other half of the letter</h2>
<p>But turn the page. In place of the phones, parents are to install an app. It logs when a child comes in, which door she used, what she ate, how long she was in the lavatory and whether she has “engaged”. It scores her each week, by colour.</p>
<p>So we have taken a distracting device off the pupils and used it to follow them about.</p>
<p>I asked the school who keeps the data. The firm does, for six years. I asked who may see it. I was sent a diagram.</p>
<h2>A modest list</h2>
<p>A school needs to know that a child has arrived. A register does that, and takes a minute, and has the merit that a grown-up looks at her face. It needs to know if she is unhappy. I doubt that shows up by door.</p>
<p>Lock up the phones, by all means. Then let us have one place where nobody is measured between nine and half past three. We could call it school.</p>
""",
    ),
    Piece(
        slug="count-the-votes-by-hand",
        headline="Count the votes by hand, and let us watch",
        standfirst="The machines are quicker and probably right. That is not the point of an election, which is to satisfy the people who lost.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("elections", "paper", "parliament", "courts"),
        drawing="ballot",
        age=333.48,
        label="opinion",
        caption="A box, a slot and a piece of paper.",
        alt="A ballot paper folded once above the slot of a box",
        description="Counting machines may be accurate, but an election has to convince the losers. Ruth Ashdown defends paper, pencils and trestle tables.",
        body="""
<p>I have been a counter at nine elections. You sit at a trestle table in a sports hall that smells of socks. You make piles of 25. Across from you sit people from each party, who watch your thumbs. At about two in the morning somebody brings round a tin of biscuits, and democracy is saved until the next time.</p>
<p>The electoral office would like to replace me with a scanner. It says that machines make one mistake in 10,000 and that I make three. I expect that is so.</p>
<h2>What a count is for</h2>
<p>But an election is not there to convince the winner. The winner is easily convinced. It is there to satisfy the loser, and the loser’s cousin, and the man in the pub. He does not need to trust me. He needs to be able to stand behind me and look.</p>
<p>You cannot stand behind a scanner. You can read a certificate that says somebody else did.</p>
<h2>Ask the court</h2>
<p>Two years ago in Harrowmere, a seat was won by eleven votes. It went to court. The judge had the boxes brought up, and 31,000 slips of paper were gone through in a day and a half by clerks, in public. The margin came out at nine. The loser shook hands.</p>
<p>Had it been a file, there would have been nothing to bring up.</p>
<p>Yes, it is slower. We choose a parliament every four years. We can wait until breakfast to find out which.</p>
""",
    ),
    Piece(
        slug="print-the-trial-that-failed",
        headline="Print the trial that failed",
        standfirst="Half of all medical trials that find nothing are never published. Papers like ours share the blame, and could do something about it.",
        section="opinion",
        authors=("yusuf-demirel",),
        tags=("vaccines", "medicine", "universities", "newspapers", "corrections"),
        drawing="curve",
        age=536.25,
        label="opinion",
        caption="A flat line, which is also a result.",
        description="Trials that find nothing vanish, and the next team repeats them. Yusuf Demirel wants a public list, and a place for it in the paper.",
        body="""
<p>Some years ago I wrote 600 glowing words about a nasal vaccine that had done well in 40 people. It was on page three. When the larger trial came in, with 2,000 people and no effect, I wrote nothing. It was a busy week. There is always a busy week.</p>
<p>I have since learned that the university did not publish it either. The result sat in a folder for four years, until a team in another country, having read the first paper and never seen the second, spent 3 million finding the same nothing.</p>
<h2>A bias with no villain</h2>
<p>Nobody hid anything. A journal would rather print a discovery. A department would rather announce one. A reporter would rather write it up. Each choice is small, and together they make a shelf with all the failures taken off.</p>
<p>Read from that shelf and every treatment works.</p>
<h2>What we could do</h2>
<p>Universities should post each trial’s result within a year, in a plain table, whatever it says. Some have promised to. In the one I checked, 58 of 130 were late.</p>
<p>As for papers, we already have a form for saying that something we told you has turned out otherwise. It is called a correction, and we think of it as being about mistakes. I should like to widen it. From now on, when I report a small trial, I will keep a note, and when the large one comes in I will tell you. Flat lines too.</p>
<p>The nasal vaccine does not work. I am sorry it took me so long.</p>
""",
    ),
    Piece(
        slug="keep-the-library-open-on-sunday",
        headline="Keep the library open on Sunday, and pay for it properly",
        standfirst="Volunteers are a fine thing. They are not a plan. If a town wants its library open, it should hire someone to open it.",
        section="opinion",
        authors=("ruth-ashdown",),
        tags=("libraries", "books", "taxes", "poetry", "wages"),
        drawing="books",
        age=0.58,
        label="opinion",
        state="draft",
        caption="The poetry shelf, at its usual height.",
        description="Volunteers should not be the plan for Sunday opening. Ruth Ashdown would put a small sum on the rates and hire a librarian instead.",
        body="""
<p>The busiest hour at Lowmarket Library is between two and three on a Sunday. I know this because the library is shut then, and people try the door. The camera over the porch counted 140 hands on it in a month.</p>
<p>The council has a scheme. It will open on Sundays from the spring, staffed by volunteers. Forty have come forward. I am one. I have been given a badge, and I would like to give it back.</p>
<h2>What a librarian knows</h2>
<p>I can stamp a book. I cannot tell a man with a letter from a court which form he needs, or find a girl the poem with the heron in it, when all she has is the heron. Ms Mbugua at the desk did both while I was waiting to ask about parking.</p>
<p>That is skilled work. We pay for it on a Saturday. It is hard to see what happens to it overnight.</p>
<h2>The sum</h2>
<p>Two librarians and a caretaker for five hours, 50 Sundays a year, comes to 24,000. Spread over the rates, that is about the price of one paperback per household, every four years. Put it to a vote if you like. I have met the voters. They are the ones with their hands on the door.</p>
<p>Volunteers may read to children and water the plants. They should not be what stands between a town and a closed building. When I am busy, or cross, or dead, I should like the lights to come on anyway.</p>
""",
    ),
)
