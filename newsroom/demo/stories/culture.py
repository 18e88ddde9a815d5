"""The demo paper's culture pages."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="bakery-that-sells-one-loaf",
        headline="The bakery that sells one loaf, and is right to",
        standfirst="Half Past Four makes a single rye bread and pours a single coffee. Our critic went for ten minutes and stayed until they swept.",
        section="culture",
        authors=("hanne-vos",),
        tags=("bakeries", "food", "cafés", "coffee", "small business"),
        drawing="bakery",
        age=1.38,
        label="review",
        caption="The only item on the menu, before slicing.",
        description="Review: Half Past Four in Brennholm bakes one rye loaf and serves one coffee. It is the best argument against choice in the city.",
        body="""
<p>There is no menu at Half Past Four, because there is nothing to put on it. You may have the bread or not have the bread. You may have it with butter. At eleven they bring out a pot of soup, and if you ask what kind, they say “hot”.</p>
<p>The loaf is a dark rye, baked in tins that once held ship’s paint and have been scrubbed, I am assured, very thoroughly. It has a crust you have to mean it to get through. Inside it is damp, sour and faintly sweet, like a good apology.</p>
<h2>Three people and a timer</h2>
<p>The bakers are Sunniva Achterberg and her two brothers. They make 180 loaves a night and have made the same one for six years. “We tried a bun,” she told me. “It divided the family.”</p>
<p>What do you get from doing one thing 400,000 times? You get a slice that is the same thickness at both ends. You get butter at the right temperature, which is to say, out of the fridge since five. You get no queue, since nobody needs to think.</p>
<h2>The coffee</h2>
<p>Black, from an enamel pot, refilled without asking. It is not special. It is there to be drunk with bread, and it knows that.</p>
<p>There are fourteen seats, all of them hard. The window steams up by nine. A man beside me read the whole of a newspaper, including the tides.</p>
<p>I have eaten in places with forty dishes and remembered none. I walked home with half a loaf under my coat, and it was warm as far as the bridge.</p>
""",
    ),
    Piece(
        slug="turbine-hall-symphony",
        headline="In the turbine hall, an orchestra learns to wait for the echo",
        standfirst="The Brennholm Philharmonia has moved into a dead power station. It takes sound four seconds to leave, and the players have noticed.",
        section="culture",
        authors=("hanne-vos",),
        tags=("orchestras", "electricity grid", "energy", "cities", "radio"),
        drawing="orchestra",
        age=11.52,
        label="review",
        caption="Second violins, where the boilers used to be.",
        alt="An orchestra playing on the floor of a tall industrial hall",
        description="Review: the Brennholm Philharmonia’s first night in a former power station, where every note hangs about for four seconds.",
        body="""
<p>The first chord was lovely. So was the second, though the first was still in the room. By the fourth bar of Aurelio Strand’s overture, the Brennholm Philharmonia was playing a duet with itself, and losing.</p>
<p>This is the orchestra’s new home: the turbine hall of the old Eastquay station, 120 metres long, dark since the grid stopped needing it. It seats 1,400 on scaffolding. The heating is a rumour.</p>
<h2>Slower, then</h2>
<p>After the interval, the conductor, Lindiwe Haugaard, did something brave. She walked on, listened to the ventilation for a while, and took the slow movement of Bexley-Moreau’s Third at what must be two-thirds of the usual speed. Every phrase had time to climb to the roof and come down again before she sent up the next.</p>
<p>It was like watching somebody learn to swim by lying still.</p>
<p>The brass, who have spent their careers being told to hush, stood along the crane rail 20 metres up and hardly had to blow. When the horns came in, I saw a man look behind him.</p>
<h2>What to fix</h2>
<ul><li>Cloth. Four seconds of echo is two too many for anything with semiquavers.</li><li>The programme. Fewer overtures, more psalms.</li><li>The bar, which is a trestle table and a moral test.</li></ul>
<p>Radio listeners, I gather, heard a cleaner concert than we did: the engineers hung the microphones low. They had the notes. We had the building. For the last minute of that slow movement, with the final chord fading at the pace of a tide going out, I would not have swapped.</p>
""",
    ),
    Piece(
        slug="the-keeper-of-small-weather-review",
        headline="A lighthouse, two sisters and a whale nobody wants",
        standfirst="Ilmari Quenby’s novel of a stranding on a northern island arrives in a translation as cool and exact as the sea it describes.",
        section="culture",
        authors=("hanne-vos",),
        tags=("books", "translation", "islands", "coast", "whales"),
        drawing="lighthouse",
        age=33.74,
        label="review",
        caption="A light with somebody still in it.",
        description="Review: The Keeper of Small Weather, Ilmari Quenby’s quiet novel of two sisters, a lighthouse and a stranded whale, in a fine translation.",
        body="""
<p>On page nine of <em>The Keeper of Small Weather</em>, a whale comes ashore. On page 240 it is still there. In between, almost everything that can happen to a family happens to the two sisters who keep the light, and nobody raises their voice.</p>
<p>Ilmari Quenby wrote the book in the island speech of her grandmother, which has some 4,000 speakers and eleven words for drizzle. Tobias Enright-Sol has put it into English. He has kept three of the eleven and left them unexplained. By the end you know which one to wear a hat for.</p>
<h2>What the sisters do not say</h2>
<p>Signe, the elder, logs the weather. Runa, the younger, mends what it breaks. A letter has come to say that the lamp will be automatic by spring. They read it once, put it behind the clock, and talk about the whale: who owns it, who should move it, what it must have been thinking.</p>
<blockquote><p>It had followed something, Runa said, and the something had turned and it had not.</p></blockquote>
<p>You will see the comparison coming. Quenby lets you see it, then walks past it, like a neighbour she would rather not stop for.</p>
<h2>A flaw, and a virtue</h2>
<p>The mainland chapters drag. An inspector with a briefcase has wandered in from a broader comedy. But the last 30 pages, in which a rope, a tide and a bad knee are made to do the work of a chase, are as tense as anything I have read this year.</p>
<p>I finished it at two in the morning and went to check the window.</p>
""",
    ),
    Piece(
        slug="fourteen-years-forty-words-for-ice",
        headline="Fourteen years, nine thousand lines and forty words for ice",
        standfirst="A translator asked a glacier scientist to check her verse. The two of them have now finished the mountain epic no one could sell.",
        section="culture",
        authors=("hanne-vos",),
        tags=("translation", "poetry", "books", "glaciers", "universities"),
        drawing="books",
        age=78.15,
        dateline="Harrowmere",
        caption="The manuscript, in the order it was written.",
        description="A translator and a glacier scientist spent fourteen years on a mountain epic with forty words for ice. It is finally in print.",
        sources=(("Conversation with Perpetua Anning", "https://longmeadowbooks.example/anning", "interview"),),
        body="""
<p>Perpetua Anning began with the word <em>skarn</em>. It turned up in the third line of the poem, and the only dictionary said “ice (kind of)”. It turned up 212 more times, with 39 others like it. She put down her pen and telephoned a university.</p>
<p>The man who answered, Rurik Hallam, studies glaciers. He had never heard of the <em>Song of the High Fold</em>, an epic of some 9,000 lines recited in the valleys of eastern Vastria and written down by a postman. He asked her to read him the passage. “That is firn,” he said. “It is last year’s snow, halfway to being ice. And whoever wrote it had put a foot through it.”</p>
<h2>A glossary of accidents</h2>
<p>They met every other Thursday for fourteen years. He explained what each ice does: which creaks, which holds, which looks as if it will. She found the English. Where there was none, she made it out of what the thing would do to you.</p>
<p>So the poem has <em>knee-ice</em>, <em>liar’s floor</em> and <em>the late blue</em>. Critics may object. Hallam says he now uses two of them in lectures.</p>
<h2>Nine refusals</h2>
<p>Nine publishers turned it down, one of them twice. Longmeadow Books, a house of three people over a cycle shop, printed 800 copies. It has gone back for 2,000 more.</p>
<p>The last reciter of the poem, Old Vesna Tarr, died before it was done. Her grandson came to the launch. Asked to read, he shut the book and went on for twenty minutes without it. Anning followed along on the page. He left out a verse, she said, and it was better.</p>
""",
    ),
    Piece(
        slug="library-puts-its-card-catalogue-online",
        headline="A library typed its card catalogue by hand, and kept the gossip",
        standfirst="Volunteers in Lowmarket copied 310,000 index cards, pencilled remarks and all. They drew the line at who had borrowed what.",
        section="culture",
        authors=("hanne-vos",),
        tags=("libraries", "archives", "books", "open source", "privacy"),
        drawing="keyboard",
        age=119.93,
        dateline="Lowmarket",
        caption="The tool of the trade, with the E worn off.",
        description="Lowmarket’s library has put 310,000 index cards online with a century of librarians’ pencilled notes, and left out the borrowers’ names.",
        sources=(("Lowmarket Library catalogue", "https://cards.lowmarket-library.example/", "document"),),
        body="""
<p>Card 88,214 describes a manual of beekeeping. Under the title, in pencil, somebody has added: “Wrong about queens. See Mrs Pell.” There is no card for Mrs Pell. There is now a web page for the card.</p>
<p>Lowmarket Library has put its whole catalogue online, 310,000 cards of it, typed in by 64 volunteers over four winters. They could have scanned the lot in a month. They chose to type because the scanners could not read the pencil.</p>
<h2>Notes from the desk</h2>
<p>For 90 years the librarians wrote to one another in the margins. “Damp.” “Not as dull as it looks.” “Do not lend to the Major.” One run of cards, in green ink, grades every novel by how many nights it took to finish.</p>
<p>“It is the longest-running staff meeting in the country,” said Ekaterina Mbugua, the head librarian. She believes 31 people wrote in it. She has put names to 12.</p>
<h2>What was left out</h2>
<p>Some cards also record who took the book home. Those names were not typed. A few volunteers objected, since most of the borrowers are dead. The library held that what someone read is theirs, and that their grandchildren are not dead.</p>
<p>The Major is therefore still in, being a rank, and the reason is still out.</p>
<p>The software was written by two of the typists, and is free for any library to use. Eight have asked. One wanted to know whether the field for gossip was compulsory. It is not, but it comes switched on.</p>
""",
    ),
    Piece(
        slug="gantry-theatre-pit-dispute",
        headline="At the Gantry, the show goes on without its pit",
        standfirst="Stagehands and musicians walked out over unpaid late calls. The theatre opened anyway, with a piano and a long apology.",
        section="culture",
        authors=("hanne-vos", "ines-caldeira"),
        tags=("theatre", "strikes", "wages", "orchestras", "cinema"),
        drawing="theatre",
        age=156.28,
        dateline="Port Vessel",
        caption="A curtain with nobody to raise it.",
        description="A dispute over late-night pay has emptied the orchestra pit at Port Vessel’s Gantry Theatre. The cast are moving their own chairs.",
        body="""
<p>The overture on Saturday was played by one woman on an upright piano. Then the manager of the Gantry Theatre came out in front of a curtain that would not go up, and explained that the person who works it was on the pavement.</p>
<p>Forty-three stagehands and musicians have been out for nine days. They want to be paid for the time between the last bow and the locked door, which on a big musical runs to 70 minutes. The theatre pays until the bow.</p>
<h2>The sum</h2>
<p>The union puts the cost at 3,100 a week. The theatre says 4,400. It took 61,000 at the box office last week and kept, by its own account, 900 of that.</p>
<p>“They are asking us for money we would have if we were a cinema,” said Desmond Okonjo-Lind, the manager. The Gantry was one, until 26 years ago. It had a staff of six.</p>
<blockquote><p>I carry a harp down four flights at midnight. I am not doing it for the exercise.</p></blockquote>
<p>That is Freya Castellane, who plays in the pit and speaks for the strikers.</p>
<h2>In the meantime</h2>
<p>The cast, who are in another union, have gone on. They move their own chairs. On Monday the villain worked the lights. Audiences have been warm, and about a quarter have asked for their money back.</p>
<p>Talks begin again on Thursday. The offer on the table is half pay for the late hour. Ms Castellane says that would get the harp as far as the second landing.</p>
""",
    ),
    Piece(
        slug="cinema-on-the-night-train",
        headline="A cinema with 48 seats leaves at ten past ten",
        standfirst="A cooperative has fitted a sleeping-car train with a screen. It shows one film a night and has yet to finish one at a station.",
        section="culture",
        authors=("hanne-vos",),
        tags=("cinema", "railways", "night trains", "cooperatives", "small business"),
        drawing="train",
        age=241.37,
        dateline="Eastquay",
        caption="Coach seven, the only one with no windows.",
        description="A cooperative runs a 48-seat cinema in a converted carriage on the night train north. The film is timed to the gradients.",
        body="""
<p>Coach seven has no windows, which on most trains would be a fault. On the 22.10 to Sundmark it is where the screen is. There are 48 seats in twelve rows, a projector on springs, and a sign that asks you not to stand up at Grell Junction.</p>
<p>The Rolling Picture House is owned by its 212 members, most of whom live along the line. They bought the carriage for scrap. It had been a canteen, and on damp nights you can still tell.</p>
<h2>Timed to the hills</h2>
<p>The film starts once the train has cleared the city points, at about 22.35. Choosing it is the work of Mirela Santos-Voigt, the programmer, and of a gradient chart. “You want the quiet scenes on the plateau,” she said. “If somebody whispers on the Askel bank, it is wasted.”</p>
<p>Nothing over 108 minutes is shown, because at 00.30 a freight train needs the line and the brakes go on. She has cut no films. She has asked two drivers to dawdle.</p>
<h2>Who comes</h2>
<p>About two-thirds of the audience have a berth and were going anyway. The rest buy a ticket to the first stop, see most of a film, and take the slow train home. They are known as the orphans, and there is a board in the bar where people who stayed on write down how it ended.</p>
<p>Last year the cooperative made a surplus of 6,200. Members voted to spend it on heaters. The motion to put in a window was lost, 140 to 3.</p>
""",
    ),
    Piece(
        slug="radio-station-that-reads-the-nets",
        headline="The radio station that reads out the nets",
        standfirst="Every evening Skerry Radio tells 2,000 islanders who caught what, and where the wind is going. It has never missed a night.",
        section="culture",
        authors=("hanne-vos",),
        tags=("radio", "weather", "fishing", "islands", "harbours", "media"),
        drawing="radio",
        age=298.54,
        dateline="Outer Skerry",
        caption="A set tuned to the only station there is.",
        description="For 44 years Skerry Radio has read out the day’s catch and the night’s wind. Islanders say it is the last thing they would give up.",
        sources=(("Skerry Radio log books", "https://radio.skerries.example/logs", "document"),),
        body="""
<p>“<em>Good Intent</em>, eleven boxes, mostly haddock. <em>Patience</em>, four boxes and a boot. Wind west, five, going round.” It is ten to seven in the evening, and Torvald Nakamura-Beck is reading the nets.</p>
<p>Skerry Radio has done this every night for 44 years. The bulletin lasts six minutes. It gives each boat’s catch, the price on the quay, the wind for the night and, at the end, who is home. Out of some 2,000 people on the islands, the station reckons that 1,700 listen.</p>
<h2>Who is home</h2>
<p>That last part is the point. Skippers call in as they pass the light. If a name is not read out, people put their coats on.</p>
<p>It has happened nine times. In seven of them the boat was found. Mr Nakamura-Beck has read for 19 years and says he has never got used to the pause before the last name.</p>
<h2>Saved by a vote</h2>
<p>Three years ago the owners offered to replace the bulletin with an app. It would have shown the same numbers on a map, and sooner. The islanders turned it down at a meeting in the fish hall, by 388 votes to 20.</p>
<blockquote><p>I can see a dot on a phone. I cannot hear whether the man reading it is worried.</p></blockquote>
<p>So said Agathe Rosvold, 83, to applause. The station is now paid for by a levy of one coin per box landed. In a bad year it is poor, which everyone agrees is only right.</p>
""",
    ),
    Piece(
        slug="last-hand-press-in-lowmarket",
        headline="The press that printed the town’s news is printing again",
        standfirst="It took a retired fitter three years and a lot of borrowed bolts. The first job off it was a notice about bins.",
        section="culture",
        authors=("hanne-vos",),
        tags=("printing", "paper", "newspapers", "museums", "repair", "forests"),
        drawing="press",
        age=376.81,
        dateline="Lowmarket",
        caption="Two tonnes of iron and a roller made from a mangle.",
        alt="A hand-operated iron printing press with a fresh sheet",
        description="A retired fitter has brought Lowmarket’s 140-year-old newspaper press back to work in the town museum, with parts from a mangle.",
        body="""
<p>The iron press in Lowmarket’s museum had a rope round it and a sign saying do not touch. Casimir Holloway, who is 74 and spent his life mending ferries, touched it. The bed moved a finger’s width. He asked for a key to the building.</p>
<p>That was three years ago. Last week the machine that printed the <em>Lowmarket Messenger</em> for 61 years printed its first sheet since the paper closed. There were 40 people in the room. Most of them clapped; one cried, having been its last apprentice.</p>
<h2>Parts from elsewhere</h2>
<p>No drawings survive. Mr Holloway made patterns in cardboard and wood. The roller came from a laundry mangle. Eleven bolts came from a lifeboat. The spring that lifts the platen is from a garden gate and, he says, is on loan.</p>
<p>The paper is local too. A mill up the valley, which makes boxes, ran off a tonne of plain stock from thinned spruce. It is a little grey and takes ink like a blotter.</p>
<h2>Eighty sheets an hour</h2>
<p>Two people can print 80 sheets an hour if they do not talk. The museum will run it on Saturdays and take small jobs. The council placed the first order, a notice of changes to bin collections, and framed one.</p>
<p>The second was from the school, for a newspaper. Its editors are ten years old and have set the first page by hand. There is a letter upside down in the headline. They have been told it can be corrected, and have voted to keep it.</p>
""",
    ),
    Piece(
        slug="museum-of-ordinary-kitchens",
        headline="A museum opens eleven kitchens and lets you look in the drawers",
        standfirst="The rooms come from flats pulled down in Brennholm over a century. Visitors may sit, open cupboards and smell the soap.",
        section="culture",
        authors=("hanne-vos",),
        tags=("museums", "food", "housing", "archives", "rents"),
        drawing="kitchen",
        age=2.19,
        label="review",
        caption="Kitchen number four, with the tap that drips on purpose.",
        description="Review: Brennholm’s Museum of Ordinary Kitchens saves eleven rooms from demolished flats, down to the string drawer.",
        state="draft",
        sources=(("Museum guide, first edition", "https://kitchens.brennholm.example/guide", "based_on"),),
        body="""
<p>The fourth kitchen has a drawer full of string. It is the best exhibit in any museum I have been to this year. Some pieces are longer than others, and they have been sorted.</p>
<p>The Museum of Ordinary Kitchens has taken eleven of them from blocks about to come down, moved each in one piece, and put them back together in a former tram shed. The oldest has a coal range. The newest has a charger for a phone nobody makes.</p>
<h2>Sit down, do</h2>
<p>You may touch everything. You may pull out a chair. The curators, Ludmila Farrow and Ade Thorsen, have copied the fragile things and left the copies out, and will not say which they are. I held a cup very carefully for ten minutes and then noticed a barcode.</p>
<p>Each room has one sheet of paper: who lived there, for how long, and what they paid. The rent is the plot. In the first kitchen it is a sixth of the tenant’s wage. In the last it is half, and the table folds into the wall.</p>
<h2>A quarrel with the labels</h2>
<p>There are not enough voices. Forty families were interviewed, and we get a line from each. I wanted to hear why number seven painted the ceiling red. I wanted to know who broke the same tile twice.</p>
<p>But at four o’clock somebody put a real pan on a real stove in number nine, and the smell of onions went down the whole street of rooms. People came out of the doors and looked at each other, as neighbours do.</p>
""",
    ),
)
