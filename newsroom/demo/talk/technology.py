"""What readers said under the technology page of the demo paper."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "deepseek-v4-huawei-chips": (
        Said(
            "Leila Forsberg",
            "The words that matter are “for inference”. Plenty of people will read past them and argue about something the report does not say.",
            pick=True,
            replies=(
                Said(
                    "Mara Lindqvist",
                    "I agree, which is why they are in the first sentence. I know only what is in the report linked there, and I would rather say less than guess.",
                    staff="mara-lindqvist",
                    replies=(
                        Said(
                            "Leila Forsberg",
                            "Thank you. Could the headline say it too?",
                            replies=(
                                Said(
                                    "Mara Lindqvist",
                                    "I tried. “Run on” was the plainest way I found to say inference in two words.",
                                    staff="mara-lindqvist",
                                    replies=(
                                        Said(
                                            "Chidi Van Rooyen",
                                            "“Run on” is good. I understood it and I mend tractors.",
                                        ),
                                    ),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Oskar Mwangi",
            "If controls are aimed at chips and people then make their own chips, was the aim wrong or only late? I go back and forth.",
            replies=(
                Said(
                    "Beatriz Halvorsen",
                    "Neither follows from one release. You would need to know what would have happened without the controls, and nobody does.",
                    replies=(
                        Said(
                            "Oskar Mwangi", "True. It will not stop anyone from being certain about it by lunchtime."
                        ),
                    ),
                ),
                Said(
                    "Sanjit Brömmel",
                    "A rule can slow something down without stopping it, and still be worth having. Or not. That is the debate I would like to read.",
                ),
            ),
        ),
        Said(
            "Patriot1971",
            "Anyone who downloads this is a traitor, and so are most of the people commenting here.",
            status="removed",
            removal="attack",
            reports=(("attack", "Calls the rest of us traitors."), ("offensive", "")),
            replies=(
                Said(
                    "Imogen Takahashi",
                    "I run a village archive on a shoestring. I read licences, and I choose what I can afford to run. Please leave treason out of it.",
                ),
            ),
        ),
        Said(
            "Tendai Kowalczyk",
            "For those of us who build things, “anyone can build on them” is the news and the chips are the weather.",
            replies=(
                Said(
                    "Freya Nandakumar",
                    "I see it the other way round. We have had open weights before; what they run on is the part that moves policy.",
                ),
            ),
        ),
        Said(
            "Aurélie Batty",
            "I would wait for measurements by someone with nothing to sell. “Meant to run at low cost” is an intention until there is a bill.",
            before="I would wait for measurments by someone with nothing to sell. “Meant to run at low cost” is an intention till theres a bill.",
        ),
        Said(
            "Henk Oyelowo-Price",
            "Good to see a short report that says who reported it first and links to them.",
        ),
        Said(
            "Wilhelmina Sato",
            "Lovely drawing. Is it the same chip as in the water story, or a relative?",
            status="pending",
        ),
        Said(
            "Dmitar Ellsworth",
            "Will you write a guide to trying an open model at home, for people whose computer is eight years old?",
            status="pending",
        ),
        Said(
            "GPU-Bargain-Bot",
            "Best accelerator cards wholesale no questions asked!! Contact sales at http://gpu-cheap.example.com/order",
            status="spam",
        ),
    ),
    "data-centre-heats-pool-too-much": (
        Said(
            "Ingeborg Mensah",
            "I am the woman of 81, and it was not soup. It was broth.",
            replies=(
                Said(
                    "Mara Lindqvist",
                    "I stand corrected, and I shall ask the desk whether this needs a notice.",
                    staff="mara-lindqvist",
                    replies=(
                        Said("Ingeborg Mensah", "Only if they turn it down first."),
                        Said(
                            "Théo Barlow",
                            "This is the finest exchange ever to appear under a story about a heat pump.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Rasmus Ekpo",
            "Someone signed a contract to accept unlimited heat. I manage buildings, and I have seen worse, but not often.",
            reports=(("false", "It is not unlimited. The contract has a table in annex two."),),
            replies=(
                Said(
                    "Dolores Whitlock",
                    "In fairness, the same clause probably kept the price low. You do not get heat for nothing and a tap as well.",
                ),
            ),
        ),
        Said(
            "Polo Dad",
            "The manager should be sacked and made to swim in it, the silly cow.",
            status="removed",
            removal="attack",
            reports=(("attack", "She reads this page. So do her children."),),
        ),
        Said(
            "Svetlana Ashby",
            "My toddler’s class loved every degree. Could there be one warm day a week, on purpose?",
        ),
        Said(
            "Ibe Lundqvist",
            "How much power does the heat pump itself use? The saving looks less handsome if you count it.",
            status="pending",
        ),
    ),
    "phone-repairers-get-parts-list": (
        Said(
            "Magdalena Orji",
            "I have had a shop for fifteen years and the diagrams matter more than the parts. I can find a socket. I cannot guess where a line goes on a six-layer board.",
            replies=(
                Said(
                    "Kit Fernández-Boyle",
                    "Seconded. The volunteer index found me a blown fuse in ten minutes yesterday, on a phone I had given up on.",
                    replies=(Said("Magdalena Orji", "Which model? I have three of those in a drawer."),),
                ),
            ),
        ),
        Said(
            "Anton Grzelak",
            "I used to work for a maker. Keeping spares for seven years costs real money, and it ends up in the price of the phone. I am still for it, but somebody should say so.",
            replies=(
                Said(
                    "Yetunde Marsh",
                    "It costs real money to throw phones away, too. That bill simply goes to somebody else.",
                ),
                Said(
                    "Mara Lindqvist",
                    "The ministry’s own estimate is in its paper on the rule, and I should have used it. I will in the follow-up.",
                    staff="mara-lindqvist",
                ),
            ),
        ),
        Said("Cosmo Beaulieu", "Ten boxes for ten screws. You could not invent it."),
        Said(
            "Fix Fast",
            "Phone dead? Unlock and repair ANY phone from home, free tool: https://unlock-anything.example/download",
            status="spam",
        ),
        Said(
            "Hedda Iyer",
            "Does the rule apply to phones already sold, or only to new ones? Mine is four years old and its battery has opinions. I have read https://parts-rule.example/draft and https://parts-rule.example/annex and still do not know.",
            status="pending",
        ),
    ),
    "what-open-weights-give-you": (
        Said(
            "Rosa Engelbrecht",
            "“The cake and not the recipe” is going on the wall of my classroom.",
        ),
        Said(
            "Viktor Amankwah",
            "I would add a fifth question: how will you know when it has been wrong? Ours was wrong politely for a month.",
            replies=(
                Said(
                    "Jun Haverkamp",
                    "Same here. We now check one answer in twenty by hand. It is dull, and it has caught two things that mattered.",
                    replies=(
                        Said(
                            "Viktor Amankwah", "One in twenty is more than we manage. Thank you, I shall steal that."
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Delphine Korhonen",
            "I think you are too kind about licences. If I may not use it for any purpose, it is not open, and we should not lend it the word.",
            replies=(
                Said(
                    "Abe Szymański",
                    "Words drift. I would sooner have a model with three forbidden uses than none at all.",
                ),
            ),
        ),
        Said(
            "essay-helper",
            "Students!! AI writes your essay undetectable, first one free at https://essay-magic.example.com",
            status="spam",
        ),
    ),
}
