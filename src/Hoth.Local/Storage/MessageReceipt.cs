using System.Globalization;

namespace Hoth.Local.Storage;

/// <summary>A receipt: the message and which of its deliveries. Sequence numbers are never used again, so neither is a receipt.</summary>
internal readonly record struct MessageReceipt(long Seq, long Receives)
{
    public static string MessageId(long seq) => seq.ToString(CultureInfo.InvariantCulture);

    /// <returns>False when it is nothing that <see cref="ToString"/> makes.</returns>
    public static bool TryParse(string text, out MessageReceipt receipt)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        receipt = default;
        if (dot < 0
            || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var receives))
        {
            return false;
        }

        receipt = new(seq, receives);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}.{Receives}");
}
