namespace OpenViduMeet.WebApi.FunctionalTests.Telemetry;

public sealed class QueryTests
{
    [Test]
    public void Metrics_and_labels_of_an_expression_are_found()
    {
        var found = Query
            .MetricsOf(
                """histogram_quantile(0.9, sum by (le, route) (rate(a_bucket{x="1",y=~"2|3"}[5m]))) / b offset 1h > 0.02 and c"""
            )
            .Select(one =>
                $"{one.Metric}: {string.Join(' ', one.Labels.Select(label => $"{label.Name}={string.Join('|', label.Values)}"))}"
            );

        Assert.That(found, Is.EqualTo(["a_bucket: route= x=1 y=2|3", "b: route=", "c: route="]));
    }
}
