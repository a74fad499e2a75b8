"""Questions in the semantic model's own metrics."""

from marketing_agent.metrics.question import Question

# Numbers “from all campaigns” are metrics of their own, attributed once across channels.
_OF_CAMPAIGNS = {
    "total_sales": "campaign_sales",
    "aov": "campaign_aov",
    "conversion_rate": "campaign_conversion_rate",
}
_ANY_CAMPAIGN = {"field": "campaign", "op": "is_not_null"}


def as_stored(question: Question) -> Question:
    """The question in the model's own metrics."""
    kept = [
        f
        for f in question.filters
        if {k: v for k, v in f.items() if v is not None} != _ANY_CAMPAIGN
    ]
    if len(kept) == len(question.filters) or not all(m in _OF_CAMPAIGNS for m in question.metrics):
        return question
    renamed = tuple(_OF_CAMPAIGNS[metric] for metric in question.metrics)
    order = tuple(o | {"by": _OF_CAMPAIGNS.get(o["by"], o["by"])} for o in question.order)
    return question.model_copy(update={"metrics": renamed, "filters": tuple(kept), "order": order})
