"""What readers said under the business page of the demo paper."""

from newsroom.demo.kinds import Said

THREADS: dict[str, tuple[Said, ...]] = {
    "bakery-puts-flour-bill-on-wall": (
        Said(
            "Norbert Achieng",
            "I have stood in that queue and read that wall. The drain bill is a small masterpiece.",
            replies=(
                Said(
                    "Inês Caldeira",
                    "The plumber has since been asked to sign it.",
                    staff="ines-caldeira",
                ),
            ),
        ),
        Said(
            "Tilda Moreau-Singh",
            "As an accountant I must point out that she has left out her own pay. If it is in the 32 cents, she is working for almost nothing.",
            replies=(
                Said(
                    "Inês Caldeira",
                    "She counts herself among the five bakers and draws the same hourly wage, so it is in the 2.05. I should have said so.",
                    staff="ines-caldeira",
                    replies=(
                        Said("Tilda Moreau-Singh", "Then it is a tidy little business and I withdraw my frown."),
                        Said("Gus Ibarra", "Tidy, perhaps. She still gets up at two."),
                    ),
                ),
            ),
        ),
        Said(
            "Kerstin Balogun",
            "5.40 for bread is absurd whatever the wall says. Many of us simply buy less of it.",
        ),
        Said(
            "Emil Hathaway",
            "Which was the waste firm that billed twice? Asking for my own shop.",
            status="pending",
        ),
        Said(
            "KetoQueen",
            "Stop eating bread and lose 12 kilos in 12 days, my story at http://no-more-bread.example.com",
            status="spam",
        ),
    ),
    "printers-buy-their-press": (
        Said(
            "Agnieszka Doyle",
            "My father minded that press for thirty years. He says the sound they listen for is a sort of cough on the third unit. He is very proud of them all.",
            replies=(
                Said(
                    "Jadwiga Stone",
                    "Tell him it still coughs, and that his stool is still there.",
                    replies=(Said("Agnieszka Doyle", "I have told him. He had to go and look out of the window."),),
                ),
            ),
        ),
        Said(
            "Callum Nzeogwu",
            "Six weeks of cash with paper at 44 per cent is thin. They should ask the eleven papers to pay weekly.",
            replies=(
                Said(
                    "Pilar Sörensen",
                    "I do the books for one of the eleven. We would, if our advertisers paid us weekly.",
                ),
            ),
        ),
        Said(
            "Loans Direct",
            "Need working capital for you business? Approved in 5 minutes no papers https://quick-capital.example/apply",
            status="spam",
        ),
        Said("Edwige Pallister", "Equal pay for a year, then an argument. Most marriages would envy the clarity."),
    ),
    "brennholm-rents-fall": (
        Said(
            "Zain Lövgren",
            "I moved in September and paid more for less. Whoever is in this average, I have not met them.",
            replies=(
                Said(
                    "Marguerite Owusu",
                    "You may well be outside it. If I read the piece right, the drop is mostly studios that used to be offices.",
                    replies=(
                        Said(
                            "Zain Lövgren",
                            "I viewed one. It still had a sign for the photocopier.",
                            replies=(Said("Bartek Flynn", "I live in one. We kept the sign."),),
                        ),
                    ),
                ),
            ),
        ),
        Said(
            "Landlord of Two",
            "Nobody ever asks us. My repairs are up 14 per cent, and I have not raised the rent in three years.",
            replies=(
                Said(
                    "Inês Caldeira",
                    "I would gladly ask you. Write to the desk; I am looking for owners of one or two flats for a follow-up.",
                    staff="ines-caldeira",
                ),
            ),
        ),
        Said(
            "Rent Rage",
            "Landlords are vermin and should be treated like vermin.",
            status="removed",
            removal="hate",
            reports=(("hate", ""),),
        ),
        Said(
            "Constance Adeleke",
            "Thank you for the last paragraph. Everyone I know is a sitting tenant, and the headline is not about us.",
        ),
        Said(
            "Yannick Prowse",
            "Is there a version of the office’s table by district? The link goes to the whole city.",
            status="pending",
        ),
    ),
}
