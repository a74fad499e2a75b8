"""A small store of our own: the values that questions in tests may name."""

CATALOGUE: dict[str, object] = {
    "products": ["Wool Throw", "Oak Stool", "Linen Apron", "Copper Kettle"],
    "product_types": ["Textiles", "Furniture", "Kitchenware"],
    "vendors": ["Hearthside", "Millbrook"],
    "collections": ["Autumn Home", "Under Fifty"],
    "campaigns": ["Harvest Launch", "Back to Basics", "Members Early Access"],
    "flows": ["Welcome Series", "Abandoned Cart"],
    "discount_codes": ["HELLO10", "OAK20"],
    "segments": ["VIP", "Engaged 60 Days"],
    "channels": ["email", "sms", "paid_search", "paid_social", "organic_search", "direct"],
    "sales_channels": ["online_store", "pos"],
    "ad_platforms": ["meta_ads", "google_ads"],
    "devices": ["mobile", "desktop", "tablet"],
    "customer_types": ["new", "returning"],
    "message_types": ["campaign", "flow"],
    "countries": ["US", "GB", "DE", "AT"],
    "cities": ["Vienna", "Leeds"],
    "locations": ["North Depot"],
}
