"""What readers said under the demo paper's culture pages."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "bakery-that-sells-one-loaf": (
        Said(
            "Marguerite Oduber",
            "It was a seeded bun, and it was excellent. I am on the side of the brother who left it out on the counter.",
            replies=(
                Said(
                    "Hanne Vos",
                    "I have since been told there is a photograph. If anyone has it, my address is on the contact page.",
                    staff="hanne-vos",
                    replies=(
                        Said("Marguerite Oduber", "I have the bun’s recipe. I will not give it up to the press."),
                    ),
                ),
            ),
        ),
        Said(
            "Stellan Kipkemboi",
            "Fourteen hard seats is fine if you are fit. My mother cannot manage the step, and there is nowhere to wait outside.",
        ),
        Said(
            "Yolande Frith",
            "“Like a good apology” will stay with me. So did the crust.",
        ),
        Said(
            "Imre Vandersloot",
            "Rye at that price is robbery. The stall on Tanner Street does the same for half.",
            replies=(
                Said(
                    "Nkechi Bramwell",
                    "It does not do the same. It does a brown loaf with treacle in it. I checked, twice, for science.",
                ),
            ),
        ),
        Said("Cheap Mixers", "Best stand mixers up to 80% off https://mixers-sale.example", status="spam"),
        Said("Bo Lindgren-Asare", "Do they post? Asking from 400 miles away.", status="pending"),
    ),
    "turbine-hall-symphony": (
        Said(
            "Ottmar Feld",
            "I sat under the crane rail and heard no second violins at all. I watched them, which was something.",
            replies=(Said("Priscilla Nwachukwu", "Row 30, and I heard them twice."),),
        ),
        Said(
            "Gwenllian Sato",
            "My father worked on number three turbine. He would have said it was quieter with the Philharmonia in.",
        ),
        Said(
            "R. Delacroix-Ume",
            "The slow movement was self-indulgent, and your critic fell for it. The metronome mark is there for a reason.",
            replies=(
                Said(
                    "Lazlo Penhallow",
                    "The metronome mark was written for a room with curtains.",
                    replies=(
                        Said(
                            "R. Delacroix-Ume",
                            "Then play something else in this one. Nobody made them programme the Third.",
                        ),
                    ),
                ),
            ),
        ),
    ),
    "library-puts-its-card-catalogue-online": (
        Said(
            "Henrietta Pell-Okafor",
            "Mrs Pell was my great-aunt. She kept nine hives behind the gasworks, and she was right about queens.",
            replies=(
                Said(
                    "Hanne Vos",
                    "This is the best message I have had all year. May I put you in touch with the library?",
                    staff="hanne-vos",
                    replies=(
                        Said(
                            "Henrietta Pell-Okafor",
                            "Please do. I have her own copy of the manual, with rather stronger pencil.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Sigurd Amoah",
            "I typed about 6,000 of these. The green ink gave one book “eleven nights, and I resent nine”.",
        ),
        Said(
            "Clementine Zhou",
            "Leaving out the borrowers is right. I work in an archive, and we get asked for such lists more often than you would think, never by anyone nice.",
            replies=(
                Said(
                    "Anton B.",
                    "Only someone with something to hide would say that. We all know what sort you are.",
                    status="removed",
                    removal="attack",
                    replies=(
                        Said(
                            "Marisol Tveit",
                            "Everyone has something to hide. In my case it is a great many novels about dukes.",
                        ),
                    ),
                ),
            ),
        ),
        Said("Data Bazaar", "We buy reader lists, top prices paid! https://lists-wanted.example.com", status="spam"),
    ),
    "radio-station-that-reads-the-nets": (
        Said(
            "Einar Doherty",
            "I grew up with it. We had to be silent for the last minute, even the dog.",
        ),
        Said(
            "Philippa Nakasone",
            "An app and a voice could live together. A dot on a map is a help to the coastguard at least.",
            replies=(
                Said(
                    "Einar Doherty",
                    "They have the dots as well. The vote was about not losing the voice.",
                ),
            ),
        ),
        Said("Tunde Askew", "Is there a stream for those of us ashore?", status="pending"),
    ),
}
