"""What readers said under the world page of the demo paper."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "customs-officers-read-circuit-boards": (
        Said(
            "Noor Vandersteen",
            "I ship used lab equipment and the 52 minutes is about right. What the story leaves out is that nobody tells you which pile you are in until it is over.",
            replies=(
                Said(
                    "Tomas Okoro",
                    "Fair point. I asked the school about it after reading this, and they say a text message is planned. I have no date for it.",
                    staff="tomas-okoro",
                    replies=(Said("Noor Vandersteen", "A text message would do nicely. Thank you for asking."),),
                ),
            ),
        ),
        Said(
            "Gil Abernethy",
            "Twenty-one out of twenty-four sounds high for a hard exam. I would like to see the tray.",
            replies=(
                Said(
                    "Ewa Mbatha",
                    "I teach electronics and I think I would fail it. Half of these parts have the maker’s mark sanded off.",
                ),
            ),
        ),
        Said("Hoshi Lemaire", "More of this. We pay for rules and almost never for the people who must apply them."),
        Said(
            "P. Ostrander",
            "Is the course open to people outside the service? I would pay the 1,900 to know what is in my own loft.",
            status="pending",
        ),
    ),
    "river-towns-share-flood-gauge": (
        Said(
            "Milena Foss",
            "I was one of the 340 cellars. We had the Marrowford number on one phone and the Lissava number on the other, and we chose the nicer one.",
            replies=(
                Said(
                    "Dele Hartmann",
                    "I suspect most people did. That is the best argument for one gauge I have heard.",
                    replies=(
                        Said(
                            "Andrzej Pell",
                            "It is also the argument against. If that one sticks, three towns are wrong together.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Sunniva Achebe",
            "Please follow up on the farmers. My uncle has meadow at Hollin and 220 a hectare does not cover the hay.",
            replies=(
                Said(
                    "Tomas Okoro",
                    "I shall be at the next round of talks. If your uncle would speak to me, the address is at the foot of the page.",
                    staff="tomas-okoro",
                ),
            ),
        ),
        Said("Ratko Wainwright", "A radar the size of a loaf. White or rye?"),
        Said(
            # Two letters of the first word are Cyrillic.
            "Mауor’s Friend",
            "I was there when they signed. Tenk gave nothing away, and everybody was a liar about the sluices but us.",
            status="pending",
        ),
        Said(
            "Basement Dry Pro",
            "Great article! Wet cellar? We dry any basement in 24 hours, best price, click https://dry-cellar-deals.example/now",
            status="spam",
        ),
        Said(
            "Carmen Ilves",
            "Our town has had a shared gauge for ten years. The quarrels moved from the number to the formula, which is progress, because a formula can be voted on.",
        ),
    ),
    "night-train-passports-returns": (
        Said(
            "Ottavia Brandt",
            "I am one of the people who was asked where I was going at 2.50am. I said “to sleep”. They did not laugh.",
            replies=(
                Said(
                    "Kwabena Rohde",
                    "I said the wrong city by mistake and they took it very seriously.",
                    replies=(
                        Said(
                            "Ottavia Brandt",
                            "Did they let you stay on?",
                            replies=(
                                Said(
                                    "Kwabena Rohde",
                                    "After forty minutes, in my socks. The whole train waited for me.",
                                    replies=(
                                        Said(
                                            "Lise Okonjo-Marsh",
                                            "So it was you! I missed a christening. All is forgiven, I suppose.",
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
            "Grumpy Signalman",
            "Anyone who pays 175 for a cabin is an idiot and so is the person who wrote this.",
            status="removed",
            removal="attack",
            replies=(
                Said(
                    "Saskia Tembo",
                    "I paid more than that for a hotel with a worse bed and no view. It depends what you compare it with.",
                ),
            ),
        ),
        Said(
            "Matthias Quaye",
            "61 in every hundred places all year round is optimistic. Tuesdays in February exist.",
        ),
        Said("Jolanta Reeve", "Six bicycle places for 306 passengers is a joke. Otherwise, hooray.", status="pending"),
        Said(
            "cheap-tickets-4u",
            "Secret sleeper fares 90% OFF!!! Only today at www.sleeper-bargains.example, limited berths",
            status="spam",
        ),
    ),
    "saltrey-votes-to-buy-ferry": (
        Said(
            "Una Castellan",
            "I voted yes, and I am frightened, and I would vote yes again. You cannot raise children somewhere you may not be able to leave on a Friday.",
            replies=(
                Said(
                    "Hamish Oduya",
                    "I was one of the 88. A lake boat is not a sea boat, and nobody on the committee would let me finish that sentence.",
                    replies=(
                        Said(
                            "Fia Lennox",
                            "The survey is pinned up in the fish hall. They are raising the bulwarks and changing the doors. Go and read it, and then be cross.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Reinhold Asante",
            "Nine of the eleven mechanics were born on the island. There is the whole story of the place in one line.",
            pick=True,
        ),
        Said(
            "Strandwatcher",
            "Everyone knows what the old crew were really doing on those 34 days.",
            status="removed",
            removal="false",
            reports=(("false", "They were ill. I buried one of them."),),
        ),
        Said(
            "Maija Thorne",
            "One vote each however many shares is the right rule, but expect the first big repair to test it.",
        ),
        Said(
            "Paulo Wren",
            "What happens to people who need the hospital in the gap between October and the new boat? I could not find it in the prospectus.",
        ),
    ),
    "what-a-border-on-a-map-is": (
        Said(
            "Annelies Kipkorir",
            "My grandmother’s kitchen was in one country and her pantry in another. She paid duty on jam exactly once, to see what would happen.",
            replies=(
                Said("Bruno Hallqvist", "And what did happen?"),
                Said("Annelies Kipkorir", "They sent her a receipt and asked her to stop."),
            ),
        ),
        Said(
            "Farid Lindholm",
            "A small quarrel: a map that both sides have printed for decades can weigh more than “seldom”. It is evidence of how they both understood the text.",
            replies=(
                Said(
                    "Tomas Okoro",
                    "That is right, and it would have been worth a sentence. “Seldom” covers a map that stands alone; one that both sides have used is in better company.",
                    staff="tomas-okoro",
                ),
            ),
        ),
        Said(
            "Border Realist",
            "People from over there always move the posts at night, it is in their nature.",
            status="removed",
            removal="hate",
        ),
    ),
}
