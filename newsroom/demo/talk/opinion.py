"""What readers said under the demo paper's opinion pages."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "in-praise-of-the-correction": (
        Said(
            "Basil Ekström",
            "I sent the bucket. I am pleased to hear it is holding up.",
            replies=(
                Said(
                    "Ruth Ashdown",
                    "Mr Ekström, it has an umbrella in it. You were quite right about the river.",
                    staff="ruth-ashdown",
                ),
            ),
        ),
        Said(
            "Uzoma Carlisle",
            "Rule three is where I part company. If a reporter’s name goes on the praise, it can go on the mistake.",
            pick=True,
            replies=(
                Said(
                    "Katarzyna Bligh",
                    "Most errors I made as a junior were put there by the desk at eleven at night. I would not have enjoyed signing them.",
                ),
            ),
        ),
        Said(
            "Fionn Adeyemi",
            "There is a comma missing in the second paragraph. I thought you would like to know.",
            status="pending",
        ),
    ),
    "let-the-cafe-be-slow": (
        Said(
            "Delphine Arkwright",
            "I ran a place like the Kettle for twelve years. The widows and the jigsaw are lovely, but they do not pay for the boiler. Frontage tax is the first useful idea I have read.",
            replies=(
                Said(
                    "Mustafa Grahn",
                    "It would just move the cost on to corner shops. They are nearly all frontage.",
                    replies=(Said("Delphine Arkwright", "Fair. Exempt anything under six metres, then."),),
                ),
            ),
        ),
        Said(
            "Zuzana Mbeki-Hart",
            "I was once the girl who did not want to go home yet. A woman called Pat used to bring me toast and never asked.",
        ),
        Said("Gethin R.", "Nobody is owed a chair. Buy a flask.", status="pending", came=("too_fast",)),
    ),
    "the-bicycle-lane-is-not-the-enemy": (
        Said(
            "Archie Vandermeer",
            "I own the ironmonger’s on the lane side. Takings are not up 6 per cent here. Nobody carries a bag of cement home on a bicycle.",
            reports=(("false", "His own window says “Best March since we opened”."), ("false", "")),
            replies=(
                Said(
                    "Liv Sorrentino",
                    "I have carried two, on a cargo bike, from your shop. You held the door.",
                    replies=(
                        Said(
                            "Archie Vandermeer",
                            "I remember. You are one customer, and I was impressed. But I cannot pay rates with it.",
                            replies=(
                                Said(
                                    "Obinna Wexler",
                                    "A loading bay outside you would help more than losing the lane would. Has anyone asked for one?",
                                ),
                            ),
                        ),
                        Said("Petra Lund-Mensah", "Two bags! My knees hurt just reading that."),
                    ),
                ),
                Said(
                    "Ruth Ashdown",
                    "Mr Vandermeer, the 6 per cent is an average, and I should have said it hides a range. I will ask the traders for the split by kind of shop.",
                    staff="ruth-ashdown",
                ),
            ),
        ),
        Said(
            "Graça Whitlock",
            "The three minutes on the bus are not three minutes. I miss the hospital connection and wait forty. I am 68 and I cannot cycle. Please stop calling it small.",
            replies=(
                Said(
                    "Joon Halloran",
                    "She does call it a missed connection, and asks for a bus gate. I would vote for that tomorrow.",
                ),
                Said(
                    "Graça Whitlock",
                    "So would I. It is not what they are asking us.",
                ),
            ),
        ),
        Said(
            "Dermot Kiplagat",
            "Nineteen shops lost in the three years before is the number I had not seen. Where is it from?",
            replies=(
                Said(
                    "Ruth Ashdown",
                    "From the council’s register of business rates, counted by me with a ruler. I am happy to be checked.",
                    staff="ruth-ashdown",
                    replies=(
                        Said(
                            "Dermot Kiplagat",
                            "I checked. I make it eighteen, as the wool shop only moved across the road. The point stands.",
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Trevor X.",
            "Lycra idiots, every one of them. I will not be slowing down for any of you.",
            status="removed",
            removal="hate",
            reports=(("hate", "He means cars."), ("attack", "My son rides there."), ("hate", "")),
            note="Removed at once, because of the children on that road. If he writes again, tell me. Joss",
        ),
        Said(
            "Solveig Banerjee",
            "I am one of the 208 children’s mothers. He is nine, and he leaves the house singing. I do not know how you put that in a table.",
        ),
        Said(
            "Ignatius Moreau-Bell",
            "You counted on a wet day and a dry day? Or only on the wet one? I would expect more in the dry.",
        ),
        Said(
            "Hyacinth Okello",
            "Both my van drivers hate it, and both admit that the street is calmer. Make of that what you like.",
            reports=(("other", "I am one of the drivers, and I admit nothing."),),
            kept=True,
            replies=(Said("Rolf Castellanos", "I make of it that calm is not what they are paid by."),),
        ),
        Said(
            "eBike Outlet",
            "Electric bikes at factory price, free shipping, visit https://ebike-outlet.example now!!!",
            status="spam",
        ),
        Said(
            "Nils Abdi",
            "All or none is a rotten ballot. Who wrote the question?",
            replies=(
                Said(
                    "Marigold Tse",
                    "The deputy mayor, who owns the car park. It is in the register of interests.",
                    status="pending",
                    note="True, I looked: entry 14. But ask Ruth before it goes up under her column.",
                ),
            ),
        ),
        Said(
            "Ewa Stanhope",
            "I shall be voting to take it up, and I say so as someone who read to the end. The junction at Mill Row is a horror, and paint will not mend it.",
            replies=(
                Said("Joon Halloran", "Agreed on Mill Row. I would rather fix one junction than lose two miles."),
            ),
        ),
        Said(
            "Kofi Ravensworth",
            "Has anyone got the map of the Cross Lane gate? The council’s page only shows the old one.",
            replies=(
                Said("Graça Whitlock", "It is pinned up in the library, beside the tide tables. Bring your glasses."),
            ),
        ),
        Said(
            "Thandeka Orme",
            "I moved here for the lane, and I spend my money here because of it. That will not be in anyone’s figures either.",
        ),
    ),
    "a-phone-should-open-with-a-screwdriver": (
        Said(
            "Jomo’s Aunt",
            "He fixed my phone and my kettle on the same afternoon. Vote for him, whatever he is standing for.",
        ),
        Said(
            "Vilhelm Osei-Park",
            "I design seals. Six screws will keep out rain, not a metre of water for half an hour, unless you accept a phone two millimetres thicker. I would accept it. My marketing department would not.",
            replies=(
                Said(
                    "Mara Lindqvist",
                    "Two millimetres is the figure we had, too. I should have put it in.",
                    staff="mara-lindqvist",
                ),
                Said(
                    "Shill Spotter",
                    "Paid liar. Tell us who signs your cheques, coward.",
                    status="removed",
                    removal="attack",
                ),
            ),
        ),
        Said(
            "Adriana Thwaite",
            "Seven years of parts is generous for a phone and mean for a washing machine. Does the bill cover those?",
        ),
    ),
    "count-the-votes-by-hand": (
        Said(
            "Lettice Oyama",
            "I was in that hall in Harrowmere. The nine was read out, and you could hear the strip lights.",
        ),
        Said(
            "Cyprian Holt",
            "You can scan first and hand-check a random sample in public. The losers get to choose the boxes. It costs a tenth as much and is harder to cheat than your thumbs.",
            replies=(
                Said(
                    "Ruth Ashdown",
                    "That is the best argument against me, and I have no good answer except the biscuits.",
                    staff="ruth-ashdown",
                ),
                Said(
                    "Noura Finch",
                    "Only if the paper is kept, and only if somebody really turns up to choose.",
                    status="pending",
                ),
            ),
        ),
        Said(
            "Bertil Q.",
            "They are all crooks, and you are in on it. Somebody should pay you a visit.",
            status="removed",
            removal="hate",
            reports=(("illegal", "This is a threat."),),
        ),
    ),
}
