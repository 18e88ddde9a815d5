"""What readers said under the demo paper's science pages."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "moon-dust-down-in-nineteen-minutes": (
        Said(
            "Kwabena Lofts",
            "The 30-metre floor is the whole story. Everything anyone wants to build stands below it.",
            replies=(
                Said(
                    "Yusuf Demirel",
                    "I agree, and so does the team. They have asked for a low camera on the next lander, but it has not been approved yet.",
                    staff="yusuf-demirel",
                    replies=(
                        Said(
                            "Kwabena Lofts",
                            "Thank you. I hope it is approved before somebody ships a mirror.",
                            replies=(
                                Said(
                                    "Ines-Marie Thorburn",
                                    "Mirrors can have lids. My grandmother covered her good table for forty years.",
                                ),
                            ),
                        ),
                    ),
                ),
                Said(
                    "Pavel Oyelaran",
                    "Could they not just look at the dust on the lander’s own legs? It seems a cheap way to see below 30 metres.",
                ),
            ),
        ),
        Said(
            "Saoirse Makela",
            "“The curtain fell” is a better line than most of the theatre reviews this week.",
            reports=(("other", "I wrote one of the theatre reviews. Hanne"),),
        ),
        Said(
            "MoonDeals24",
            "Own a certified acre of the moon today! Papers and frame included: https://lunar-acres.example/buy",
            status="spam",
        ),
        Said(
            "Dorje Whitcombe",
            "Is the data open to amateurs? I would like to try the photometry myself.",
            status="pending",
        ),
    ),
    "slower-ferries-longer-whale-meals": (
        Said(
            "Birgit Adomako",
            "I take the 7.40 every day. Eleven minutes each way is nearly two hours a week, and nobody at the gangway asked me.",
            replies=(
                Said(
                    "Callum Iwasaki",
                    "I am on the same boat, and somebody asked me. I said keep it. I get through a chapter more.",
                    replies=(
                        Said("Birgit Adomako", "Then you do not have a nursery that charges by the quarter-hour."),
                        Said(
                            "Tova Nambiar",
                            "Evenings only sounds like a fair deal to me. Few people are late for supper by boat.",
                        ),
                    ),
                ),
                Said(
                    "Gus P.",
                    "Typical selfish commuter. People like you should be thrown in with them.",
                    status="removed",
                    removal="attack",
                    replies=(
                        Said(
                            "Ngaire Solheim",
                            "That is uncalled for. She has a point about who was asked, and the report says so on page 12.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Anselm Kaur",
            "Alternating fortnights is a lovely design. But do whales remember? If they had learned to stay away in loud weeks, some of it would carry over into the quiet ones.",
            replies=(
                Said(
                    "Yusuf Demirel",
                    "Good question. They dropped the first three days of every fortnight for that reason. With those days put back, the effect shrinks from 40 to 33 per cent.",
                    staff="yusuf-demirel",
                ),
            ),
        ),
        Said(
            "Old Hamish",
            "Forty years fishing that sound. You could always tell a loud day: no birds either. Glad someone wrote it down.",
        ),
        Said(
            "Rosalba Fynn",
            "A quarter less fuel! Why is that not the headline?",
        ),
        Said(
            "Whale Tours Direct",
            "Guaranteed sightings or your money back, book now at https://whale-guarantee.example",
            status="spam",
        ),
    ),
    "hjelm-glacier-lake-two-countries": (
        Said(
            "Jarmila Oest",
            "My parents live in the first village. There is a phone list, kept by the baker. It is the best system we have, and he is 80.",
            replies=(
                Said(
                    "Tomas Okoro",
                    "We spoke to him while reporting this. He would be glad to retire from it.",
                    staff="tomas-okoro",
                    replies=(Said("Jarmila Oest", "He told me you ate four rolls."),),
                ),
            ),
        ),
        Said(
            "Bertrand Achieng",
            "A siphon needs somebody to keep it running for decades. Before anyone argues about the pipe, ask who will pay the man who looks after it.",
        ),
        Said(
            "Leocadia Strum",
            "Could a cheap text alert not cover both sides in the meantime?",
            replies=(
                Said("Bertrand Achieng", "There is no signal above the second bend. I walk there every autumn."),
            ),
        ),
        Said(
            "Vidkun A.",
            "Glaciers have always come and gone, this is just a paper selling fear.",
            replies=(
                Said(
                    "Mairead Tanaka",
                    "They have. This one has gone with a village under it. The gravel does not care what we call it.",
                ),
            ),
        ),
    ),
    "what-forward-rotas-do-for-sleep": (
        Said(
            "Nadifa Pell",
            "Twenty-two years of nights here. Forward is better, any nurse could have told you. What would be better still is knowing the rota more than ten days ahead.",
            replies=(Said("Osvald Renner", "This. You cannot sleep well if you are waiting to be told when."),),
        ),
        Said(
            "Catriona Bello",
            "I was on one of the control wards. We all had colds that winter, and I would not hang anything on our sick leave.",
        ),
        Said(
            "SleepWell Gummies",
            "Shift worker? Fall asleep in 4 minutes with our herbal formula http://gummies.example.com",
            status="spam",
        ),
        Said(
            "Theo Marchetti-Obi",
            "Is there any figure for those over 50? At 25 I could sleep on a shelf.",
            status="pending",
        ),
    ),
    "what-a-hundred-year-flood-is": (
        Said(
            "Wendeline Cho",
            "I bought my house from the map. Two floods in, I would have liked the word “guess” printed on it somewhere.",
            replies=(
                Said(
                    "Hollis Abernathy-Ruiz",
                    "It says so on the back, in six-point type. I only know because I drew an earlier one. I am sorry.",
                    replies=(Said("Wendeline Cho", "I did not expect to get an apology from the map. Thank you."),),
                ),
            ),
        ),
        Said(
            "Ferran Dyce",
            "One in four over 30 years assumes each year is independent. Wet winters come in runs. I think that makes it worse for some and better for others, not the same for all.",
            replies=(
                Said(
                    "Yusuf Demirel",
                    "That is right, and it is a simplification I chose. The average holds, but the luck comes in clumps.",
                    staff="yusuf-demirel",
                ),
            ),
        ),
        Said(
            "Abena Quist",
            "Please do the same for “one in a thousand side effect”. Clear as a bell.",
        ),
    ),
}
