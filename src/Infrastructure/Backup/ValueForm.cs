using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// How the archive holds the values of a type, whichever database stores them: texts, numbers and flags as JSON has them, ids as text,
/// bytes as Base64, and durations as <c>[d.]hh:mm:ss[.fffffff]</c>.
/// </summary>
/// <param name="Write">Writes the value in a column of the current row, which is not null.</param>
/// <param name="Read">Reads the current value. Throws <see cref="FormatException"/> or <see cref="InvalidOperationException"/> if it has another form.</param>
internal sealed record ValueForm(
    Action<Utf8JsonWriter, DbDataReader, int> Write,
    ValueForm.Reader Read
)
{
    private static readonly Dictionary<Type, ValueForm> ByType = new()
    {
        [typeof(string)] = new(
            (json, row, column) => json.WriteStringValue(row.GetString(column)),
            (ref json) => json.GetString()!
        ),
        [typeof(long)] = new(
            (json, row, column) => json.WriteNumberValue(row.GetInt64(column)),
            (ref json) => json.GetInt64()
        ),
        [typeof(int)] = new(
            (json, row, column) => json.WriteNumberValue(row.GetInt32(column)),
            (ref json) => json.GetInt32()
        ),
        [typeof(bool)] = new(
            (json, row, column) => json.WriteBooleanValue(row.GetBoolean(column)),
            (ref json) => json.GetBoolean()
        ),
        [typeof(Guid)] = new(
            (json, row, column) => json.WriteStringValue(row.GetGuid(column)),
            (ref json) => json.GetGuid()
        ),
        [typeof(byte[])] = new(
            (json, row, column) => json.WriteBase64StringValue(row.GetFieldValue<byte[]>(column)),
            (ref json) => json.GetBytesFromBase64()
        ),
        [typeof(TimeSpan)] = new(
            (json, row, column) =>
                json.WriteStringValue(
                    row.GetFieldValue<TimeSpan>(column).ToString("c", CultureInfo.InvariantCulture)
                ),
            (ref json) => TimeSpan.ParseExact(json.GetString()!, "c", CultureInfo.InvariantCulture)
        ),
    };

    public delegate object Reader(ref Utf8JsonReader json);

    /// <exception cref="NotSupportedException">Columns of this type need a form here.</exception>
    public static ValueForm Of(Type type) =>
        ByType.TryGetValue(type, out var form)
            ? form
            : throw new NotSupportedException($"The archive has no form for {type}.");
}
