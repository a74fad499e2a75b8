"""The eleven groups by the names of Shopify, in the order in which they are shown."""

LABELS = {
    "CHAMPIONS": "Champions",
    "LOYAL": "Loyal",
    "ACTIVE": "Active",
    "NEW": "New",
    "PROMISING": "Promising",
    "NEEDS_ATTENTION": "Needs attention",
    "ALMOST_LOST": "Almost lost",
    "AT_RISK": "At risk",
    "PREVIOUSLY_LOYAL": "Previously loyal",
    "DORMANT": "Dormant",
    "PROSPECTS": "Prospects",
}
MAP = (
    "Each customer is ranked among all by the day of the last order (R), the number of orders (F) "
    "and what was spent (M), each in fifths, ties together; FM is the mean of F and M, halves up. "
    "R 4-5: FM 5 champions, 4 loyal, 3 active, else promising, but R 5 and FM 1 new. R 3: FM 4-5 "
    "loyal, else needs attention. R 2: FM 4-5 at risk, else almost lost. R 1: FM 4-5 previously "
    "loyal, else dormant. Prospects have no order. The names are Shopify's, which does not publish "
    "its own borders"
)
