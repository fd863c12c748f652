using System.Net;
using System.Text.Json;
using NUnit.Framework;

namespace OpenViduMeet.TestSupport;

/// <summary>Assertions about the answers of the server.</summary>
public static class Answers
{
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>Asserts that the answer is an error in the common error format.</summary>
    /// <param name="name">The error's name; not checked if <see langword="null"/>.</param>
    public static async Task ShouldBeErrorAsync(
        this HttpResponseMessage answer,
        HttpStatusCode status,
        string message,
        string? name = null
    )
    {
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        var body = await answer.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(body.GetProperty("code").GetInt32(), Is.EqualTo((int)status));
            Assert.That(body.GetProperty("message").GetString(), Is.EqualTo(message));
            Assert.That(
                body.GetProperty("name").GetString(),
                Is.EqualTo(name ?? body.GetProperty("name").GetString())
            );
            Assert.That(body.GetProperty("name").GetString(), Does.EndWith(" Error"));
        });
    }

    /// <summary>The paths at which the JSON holds a null.</summary>
    public static IEnumerable<string> Nulls(this JsonElement json, string path = "$") =>
        json.ValueKind switch
        {
            JsonValueKind.Null => [path],
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(property => property.Value.Nulls($"{path}.{property.Name}")),
            JsonValueKind.Array => json.EnumerateArray()
                .SelectMany((item, index) => item.Nulls($"{path}[{index}]")),
            _ => [],
        };

    /// <summary>Asserts that the answer is 422 and names exactly these fields.</summary>
    public static async Task ShouldNameFieldsAsync(
        this HttpResponseMessage answer,
        params string[] fields
    )
    {
        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        var details = (await answer.ReadJsonAsync()).GetProperty("details");
        Assert.That(
            details.EnumerateArray().Select(detail => detail.GetProperty("field").GetString()),
            Is.EquivalentTo(fields)
        );
    }
}
