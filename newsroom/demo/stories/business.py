"""The business page of the demo paper."""

from newsroom.demo.kinds import Piece

PIECES: tuple[Piece, ...] = (
    Piece(
        slug="bakery-puts-flour-bill-on-wall",
        headline="The bakery that pinned its flour bill to the wall",
        standfirst="Customers kept asking why a loaf costs 5.40. Now they can read every invoice while they queue, and sales have gone up, not down.",
        section="business",
        authors=("ines-caldeira",),
        tags=("bakeries", "inflation", "small business", "food", "wages"),
        drawing="bakery",
        dateline="Brennholm",
        age=0.9,
        caption="Loaves on the shelf, prices on the wall.",
        description="A Brennholm bakery shows customers its invoices, line by line. The price of a loaf rose by a tenth and nobody complained.",
        sources=(("Halloran & Ruiz, bakers", "https://halloran-ruiz.example/wall", "interview"),),
        body="""
<p>The wall to the left of the till at Halloran &amp; Ruiz used to hold a mirror. It now holds 31 sheets of paper under a row of clothes pegs: flour, butter, rent, electricity, wages, and a bill for unblocking a drain.</p>
<p>Consuelo Ruiz put them up in June, the day after a regular asked, kindly, whether she was “doing well out of this”. A large wheat loaf had just gone from 4.90 crowns to 5.40.</p>
<h2>Where 5.40 goes</h2>
<p>A chalk line under the papers gives the sum. Of each loaf, 2.05 is wages, 1.10 ingredients, 0.74 rent and 0.61 power. Tax and repairs take 0.58. What is left is 32 cents, and a drawing of a small, tired cat.</p>
<p>“People think flour is the cost,” she said. “Flour is nothing. Getting up at two is the cost.” Her five bakers earn 19.20 crowns an hour, and that is on the wall too. They voted on it.</p>
<h2>Longer queues, slower ones</h2>
<p>Sales are up 8 per cent since June. Nobody can say how much is due to the wall. The queue has certainly become slower, because people stop to read. One customer found that the shop was paying twice for waste collection. She got a year of rye.</p>
<p>Three other shops on the street have asked how it is done. The butcher started and stopped after a week. His supplier had read the wall as well.</p>
""",
    ),
    Piece(
        slug="dockers-settle-after-nineteen-days",
        headline="Port Vessel’s dockers settle after 19 days, for a shorter night",
        standfirst="The strike began over pay and ended over sleep. Cranes restart at six this evening with 88 ships waiting in the bay.",
        section="business",
        authors=("ines-caldeira", "tomas-okoro"),
        tags=("strikes", "wages", "harbours", "shipping", "sleep"),
        drawing="port",
        dateline="Port Vessel",
        age=3.2,
        caption="Cranes with their arms up, which is how they rest.",
        alt="Harbour cranes standing idle above a row of stacked containers",
        description="Port Vessel’s 1,900 dockers return to work with a 4.5 per cent rise and night shifts cut to six hours, ending a 19-day strike.",
        sources=(
            ("Quayside Workers’ Union", "https://quayside-union.example/settlement", "document"),
            ("Port Vessel Harbour Company", "https://portvessel-harbour.example/notice", "based_on"),
        ),
        body="""
<p>Both sides came down the steps of the harbour office at twenty to five on Tuesday morning, and both, it was noted, were yawning. After 19 days the strike at Port Vessel was over.</p>
<p>The 1,900 dockers will get 4.5 per cent this year and 3 next. They had asked for 7. What brought them back is a different number: the night shift shrinks from eight hours to six, at the same pay.</p>
<h2>How sleep got on the table</h2>
<p>It was not on the first list of demands. A company doctor, Henrike Osei, put it there when a mediator asked her for the accident figures. Of 64 injuries last year, 41 happened between three and six in the morning.</p>
<p>“We had been arguing over the price of those hours,” said the union’s secretary, Lorcan Bianchi. “It turned out neither of us should want them.”</p>
<p>The company’s own sums helped. Cranes move 28 boxes an hour at midnight and 17 at five. Cutting the last two hours loses less trade than it seems.</p>
<h2>Eighty-eight ships</h2>
<p>The bay is full. The harbour master expects to clear the queue in 16 days, food and medicine first. Freight agents put the cost of the stoppage at 31 million crowns. The union disputes it, and nobody has shown their working.</p>
<p>The cranes start again at six this evening. They will stop at four.</p>
""",
    ),
    Piece(
        slug="savings-bank-drops-small-account-fee",
        headline="Marrow Savings drops its fee for small accounts",
        standfirst="The mutual bank found that it cost more to collect the charge than the charge brought in. About 46,000 savers will stop paying it.",
        section="business",
        authors=("ines-caldeira",),
        tags=("banks", "inflation", "cooperatives", "housing"),
        drawing="market",
        dateline="Marrowford",
        age=9.4,
        caption="Small change, on its way to market.",
        description="Marrow Savings, a mutual bank, will stop charging its 46,000 smallest accounts after finding the fee cost more than it earned.",
        state="corrected",
        note="An earlier version gave the fee as 4 crowns a month. It is 4 crowns a year.",
        before=(("The fee is 4 crowns a year.", "The fee is 4 crowns a month."),),
        body="""
<p>A bank has done a sum and embarrassed itself into a kindness. From the first of the month Marrow Savings will no longer charge accounts that hold less than 500 crowns.</p>
<p>The fee is 4 crowns a year. It was brought in during the last inflation to cover the cost of letters. It raises 184,000 crowns, from 46,000 savers. A junior auditor, Tamsin Oyelaran, was asked in spring to find out what it cost to collect.</p>
<h2>The answer was 211,000</h2>
<p>More than half of that was complaints. Each takes a clerk fourteen minutes. The rest was the letters, which told people about the fee that paid for the letters.</p>
<p>“I checked it three times because I thought I had made a mistake,” Ms Oyelaran said. “Then I thought somebody else had, some years ago.”</p>
<h2>Small accounts stay</h2>
<p>The bank belongs to its savers, and its board must answer to 90,000 of them in May. It had expected a fight over closing small accounts. It now finds that one in six of them grows into a deposit for a home within ten years, and that these are the bank’s most faithful borrowers.</p>
<p>Two larger banks in the region charge similar fees. Both said they had no plans to change. Neither would say what theirs cost to collect, though one asked, off the record, how Marrow had worked it out.</p>
""",
    ),
    Piece(
        slug="printers-buy-their-press",
        headline="Forty printers buy the press that was going to be scrap",
        standfirst="When the owner of Tenk’s last newspaper press retired, the night shift made an offer. They have eleven titles to print and a loan to repay.",
        section="business",
        authors=("ines-caldeira",),
        tags=("cooperatives", "printing", "paper", "wages"),
        drawing="press",
        dateline="Tenk",
        age=22.6,
        caption="A press runs best when somebody is listening to it.",
        description="Workers at Tenk’s last newspaper press have formed a cooperative and bought it, for 380,000 crowns and a great deal of overtime.",
        sources=(("Tenk Print Cooperative", "https://tenk-print.example/founding", "document"),),
        body="""
<p>The scrap dealer had offered 52,000 crowns and would have collected on the Friday. On the Wednesday, after a meeting in the paper store that lasted until the milk came, the night shift offered 380,000 and asked for a fortnight to find it.</p>
<p>They found it in twelve days. Forty people put in 3,000 each, two of them by selling cars. A cooperative bank lent the rest. Since the first of the month the last newspaper press in Tenk has belonged to those who run it.</p>
<h2>Eleven titles</h2>
<p>The press prints eleven local papers, with 74,000 copies a week between them. The nearest other is 210 kilometres away. Had it closed, said Bogdan Adu-Hall, who edits the smallest of the eleven, his paper would have lasted “about as long as the petrol”.</p>
<p>The papers have agreed to pay 6 per cent more and, less willingly, to share one deadline. That saves three plate changes a night.</p>
<h2>Same wage, for now</h2>
<p>Everyone earns the same, 21 crowns an hour, including the manager they elected. That will be argued over again in a year. The skilled minders could get 26 elsewhere, if there were an elsewhere.</p>
<p>Paper is the worry. It is 44 per cent of the cost, and the mill wants to be paid in thirty days by customers who pay in sixty. The cooperative has six weeks of cash.</p>
<p>“We used to know if the press was ill by its sound,” said Jadwiga Stone, a minder for 26 years. “Now we also know what it costs.”</p>
""",
    ),
    Piece(
        slug="what-a-good-bicycle-costs",
        headline="What a good bicycle costs over ten years",
        standfirst="Buy once, mend often: a workshop adds up a decade of chains, tyres and brake pads, and compares it with the bus.",
        section="business",
        authors=("ines-caldeira",),
        tags=("cycling", "repair", "cities", "roads"),
        drawing="bicycle",
        age=36.8,
        label="sponsored",
        caption="A bicycle with nothing wrong with it, yet.",
        description="Sponsored by Thistlewheel Cycles: the full cost of owning a bicycle for ten years, from the frame to the last inner tube.",
        body="""
<p><em>This article was paid for by Thistlewheel Cycles, which runs nine workshops. The paper’s reporters had no part in choosing its subject.</em></p>
<p>A bicycle has a price tag and a price. The tag is what you pay on the day. The price is what you pay by the time you pass it on. Our workshops keep records of every repair, so we added up ten years for 640 town bicycles ridden about 2,400 kilometres a year.</p>
<h2>The bill</h2>
<ul>
<li><strong>The bicycle:</strong> 890 crowns.</li>
<li><strong>Tyres and tubes:</strong> 310, most of it for punctures on Mondays.</li>
<li><strong>Chains and sprockets:</strong> 265.</li>
<li><strong>Brake pads and cables:</strong> 190.</li>
<li><strong>Yearly service:</strong> 600.</li>
<li><strong>Lights, lock, one new saddle:</strong> 180.</li>
</ul>
<p>That makes 2,435 crowns, or 67 cents a day. A bus pass in Brennholm costs 1.90 a day over a year. The bus, in fairness, has a roof.</p>
<h2>Where people overspend</h2>
<p>Chains. One that is changed on time costs 22 crowns. One that is changed a year late takes the sprockets with it and costs 95. A gauge to measure wear costs 8, and we will lend you ours.</p>
<p>“The cheapest part on a bicycle is the oil,” says our head mechanic, Florian Adjei, “and it is the one nobody buys.” Bring yours in any Thursday before nine and we will oil it while you wait. The <a href="https://thistlewheel-cycles.example/ten-years">full table</a> is on our site.</p>
""",
    ),
    Piece(
        slug="brennholm-rents-fall",
        headline="Rents in Brennholm fall for the first time in eleven years",
        standfirst="The drop is small, 1.8 per cent, and nobody agrees on the cause. New flats, empty offices and a change in the count all have a claim.",
        section="business",
        authors=("ines-caldeira",),
        tags=("rents", "housing", "cities", "banks", "inflation"),
        drawing="bridge",
        dateline="Brennholm",
        age=50.3,
        caption="Across the bridge, where the rents are lower still.",
        description="Asking rents in Brennholm are down 1.8 per cent on the year. Builders, the city and tenants each have an explanation.",
        sources=(
            ("Brennholm Statistics Office", "https://brennholm-stat.example/rents/q3", "document"),
            ("Tenants’ Union of Brennholm", "https://tenants-brennholm.example/survey", "interview"),
        ),
        body="""
<p>The average two-room flat in Brennholm was advertised at 1,164 crowns a month in the summer quarter. A year earlier it was 1,185. That is a fall of 1.8 per cent, the first since the statistics office began its present series eleven years ago.</p>
<p>It published the figure on page nine. By noon three people had claimed the credit.</p>
<h2>Three explanations</h2>
<p>The city says it is building. It finished 4,100 flats last year, the most in a generation, and a third of them are on the east bank, where rents fell furthest.</p>
<p>The builders say it is interest. Mortgages have come down to 3.4 per cent, so some who rented have bought.</p>
<p>The tenants’ union says it is arithmetic. This year’s count takes in 2,600 former offices that were turned into studios. They are small and cheap and drag the average with them. “Leave them out and rents rose by 0.6,” said its researcher, Paloma Eriksen-Rao.</p>
<h2>What the office says</h2>
<p>All three are partly right, said the office’s head of prices, Gregor Nwosu, who spent the afternoon saying so on the telephone. Compare like with like and rents are flat, which he would have called “the first year without a rise” had anyone asked.</p>
<p>The figure is for new lets. Most people stay put, and their rents rise with the index. For them the news is 2.1 per cent, upwards, from January.</p>
""",
    ),
    Piece(
        slug="heat-pump-fitters-waiting-list",
        headline="A heat pump costs less than it did. The fitter is in May",
        standfirst="Prices have dropped by a fifth in two years. In Dunmarrow there are 1,400 homes on the list and nineteen people who can do the work.",
        section="business",
        authors=("ines-caldeira",),
        tags=("heat pumps", "energy", "wages", "small business", "electricity grid"),
        drawing="turbine",
        dateline="Dunmarrow",
        age=110.2,
        caption="The power is on its way; the plumber is not.",
        description="Heat pumps are a fifth cheaper than two years ago, but a shortage of trained fitters has stretched the wait to seven months.",
        body="""
<p>Hiram Castellanos has a heat pump in his hall. It is still in its box, and his daughter has put a cloth on it and a plant on the cloth. It arrived in October. The fitter comes in May.</p>
<p>The machine cost 4,300 crowns, a fifth less than two years ago. Grants cover a third. What Dunmarrow lacks is people. There are nineteen certified fitters in the district and 1,400 homes on their lists.</p>
<h2>A year to learn, and who pays</h2>
<p>The certificate takes a heating engineer five months and a school leaver two years. The technical college turned out twelve last summer. Seven were hired by Port Vessel firms before their exams, at 27 crowns an hour against 22 at home.</p>
<p>“I train them and I wave them off,” said Morag Diallo, who runs a firm of four. She has stopped taking apprentices. She knows this is part of the problem.</p>
<h2>Pay by the winter</h2>
<p>The district is trying something old. It will pay an apprentice’s wages in full for two years if the firm keeps to the local list, and the apprentice gets a bonus of 3,500 crowns for each of three winters worked in Dunmarrow. There are thirty places. By Friday 84 had applied.</p>
<p>The grid company has asked that they not all finish at once. Its lines on the north side can take about 300 more pumps before a transformer must be replaced. It has ordered one. Delivery is in fourteen months.</p>
""",
    ),
    Piece(
        slug="coffee-price-is-a-lorry-queue",
        headline="The price of your coffee is set in a lorry queue",
        standfirst="Harvests make headlines, yet the largest swing in the cost of a cup last year came from a customs yard with two working scales.",
        section="business",
        authors=("ines-caldeira",),
        tags=("coffee", "customs", "trade", "farming"),
        drawing="kitchen",
        age=176.4,
        label="analysis",
        caption="The last metre of a long journey.",
        description="Beans are a small part of what a cup of coffee costs. An analysis of the queue at the border that moved the price last year.",
        sources=(("Roasters’ Exchange", "https://roasters-exchange.example/yearbook", "based_on"),),
        body="""
<p>Two years ago a cup of coffee at the counter in Brennholm cost 3.20 crowns. The farmer’s share of that was 19 cents. Had the harvest failed and her price doubled, the cup should have gone to about 3.40. It went to 3.65, and the harvest was good.</p>
<p>The reason is a yard at Hollin Gate, where lorries from the coast are weighed before they cross. There were five scales. Since a storm there have been two.</p>
<h2>What a day costs</h2>
<p>A lorry that waits costs its owner 410 crowns a day in wages, finance and lost work. The mean wait rose from nine hours to three and a half days. Spread over nineteen tonnes of beans that is little. The trouble is what roasters did next.</p>
<p>When nobody knows if a lorry takes one day or five, everyone keeps more in store. The roasters’ yearbook shows stocks going from three weeks to eight. Five extra weeks of beans, bought on credit and kept dry, is where most of the 45 cents went.</p>
<h2>Why it does not come down</h2>
<p>The scales were mended in August. The price has not moved. Cafés had reprinted their boards, and rents had risen meanwhile, and no one wants to be first.</p>
<p>“I would go back to 3.40 if he did,” said Leocadia Strand, nodding at the café across the street. Its owner said the same of her. The farmer’s share is still 19 cents.</p>
""",
    ),
    Piece(
        slug="market-stall-levy-plan",
        headline="Stallholders weigh a plan to tax them by the metre",
        standfirst="Quenholt’s council would replace a tangle of seven market charges with one. Cheesemongers gain. Anyone who sells carpets does not.",
        section="business",
        authors=("ines-caldeira",),
        tags=("taxes", "markets", "small business", "food", "farming"),
        drawing="market",
        dateline="Quenholt",
        age=5.5,
        caption="A market, before anyone has measured it.",
        description="Quenholt wants to swap seven market charges for one levy of 11 crowns per metre. Stallholders have until the 20th to object.",
        state="draft",
        body="""
<p>Quenholt’s market has seven charges, and Aurelio Finch can recite them: pitch, light, water, sweeping, weights, awning and, since a dispute about a goose in his grandfather’s day, animals. He sells buttons. He pays all but the goose.</p>
<p>The council wants to replace them with one. From April a stall would pay 11 crowns for each metre of frontage on each market day, and nothing else. It expects to raise the same 240,000 a year and to save 38,000 in bookkeeping.</p>
<h2>Who gains, who pays</h2>
<p>Cheese does well. A counter of two metres that now pays 41 crowns a day for light and water would pay 22. Carpets do badly: nine metres, no water, from 47 crowns to 99.</p>
<p>“I am being taxed for having a long product,” said Soraya Lindgren, who has sold them on the east side for fourteen years.</p>
<p>The farmers’ row is split. Those who sell from the back of a van would pay less. Those who lay out a proper table would pay more, and several have said they will buy vans.</p>
<h2>Still to come</h2>
<p>Objections close on the 20th. An amendment would cap the levy at six metres. The treasurer says that would cost 17,000 crowns, which is roughly what is spent each year on sending out seven separate bills.</p>
""",
    ),
    Piece(
        slug="bookshops-share-a-warehouse",
        headline="Nineteen bookshops will share one warehouse and one van",
        standfirst="Rivals from four towns hope to get an ordered book to its reader in a day. The first problem was agreeing on how to shelve it.",
        section="business",
        authors=("ines-caldeira",),
        tags=("books", "small business", "cooperatives", "libraries", "paper"),
        drawing="books",
        dateline="Tenk",
        age=0,
        caption="Books in an order that nineteen people agreed on.",
        description="Independent bookshops in four towns are pooling their stock in one warehouse, to deliver any ordered book by the next day.",
        state="scheduled",
        sources=(("Common Shelf", "https://commonshelf.example/plan", "interview"),),
        body="""
<p>The van is yellow and second-hand and has 140,000 kilometres on it. From Monday it will leave a shed on the edge of Tenk at five each morning and call at nineteen bookshops in four towns before they open.</p>
<p>The shops are rivals. Some share a street. They have formed a company called Common Shelf, put in 4,000 crowns each, and moved 61,000 books into a former seed store.</p>
<h2>A day, not a week</h2>
<p>An ordered book now takes six days on average to reach a small shop. By then, the owners’ own survey found, three customers in ten have stopped wanting it. With one stock and one van they promise it by the next morning if it is in the shed. They reckon four in five will be.</p>
<p>Libraries in two of the towns will use the van as well. They pay 9,000 crowns a year, which is the driver’s Thursdays.</p>
<h2>By size, in the end</h2>
<p>The hardest talks were about order. One shop shelves by author, another by country, a third by what its owner calls temperature. After three meetings they agreed to store books by size, so that the shed fits 8,000 more, and to let a computer remember.</p>
<p>“I felt ill the first time I saw it,” said Perpetua Hallam, who has sold books in Marrowford since she was sixteen. “Then I ordered a book at closing time and had it with my coffee.”</p>
""",
    ),
)
