using System.Text.Json;
using System.Text.Json.Nodes;
using Hoth.Local.StateMachines.Model;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads Retry and Catch.</summary>
internal static class ErrorHandlingReader
{
    private const double MaximumSeconds = 99_999_999;
    private const double SecondsOfAYear = 31_622_400;

    public static IReadOnlyList<Retrier> ReadRetry(FieldReader state)
    {
        var retriers = new List<Retrier>();
        foreach (var fields in state.Objects("Retry"))
        {
            retriers.Add(ReadRetrier(fields));
            fields.Finish("a retrier");
        }

        CheckAllIsLast(state, "Retry", [.. retriers.Select(retrier => retrier.ErrorEquals)]);
        return retriers;
    }

    public static IReadOnlyList<Catcher> ReadCatch(FieldReader state)
    {
        var catchers = new List<Catcher>();
        foreach (var fields in state.Objects("Catch"))
        {
            catchers.Add(new Catcher(ReadNames(fields), fields.RequiredText("Next"), fields.ResultPath()));
            fields.Finish("a catcher");
        }

        CheckAllIsLast(state, "Catch", [.. catchers.Select(catcher => catcher.ErrorEquals)]);
        return catchers;
    }

    private static Retrier ReadRetrier(FieldReader fields)
    {
        var interval = fields.Number("IntervalSeconds", 1, MaximumSeconds) ?? 1;
        var maximum = fields.Number("MaxDelaySeconds", 1, SecondsOfAYear - 1);
        if (maximum <= interval)
        {
            fields.Report("MaxDelaySeconds", "must be greater than IntervalSeconds");
        }

        var jitter = fields.Text("JitterStrategy");
        if (jitter is not (null or "FULL" or "NONE"))
        {
            fields.Report("JitterStrategy", "must be FULL or NONE");
        }

        return new Retrier(
            ReadNames(fields),
            TimeSpan.FromSeconds(interval),
            (int)(fields.Number("MaxAttempts", 0, MaximumSeconds) ?? 3),
            fields.Number("BackoffRate", 1, double.MaxValue, whole: false) ?? 2,
            maximum is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            jitter == "FULL");
    }

    private static List<string> ReadNames(FieldReader fields)
    {
        if (fields.TryTake("ErrorEquals", out var value) && value is JsonArray { Count: > 0 } array && array.All(item => item?.GetValueKind() == JsonValueKind.String))
        {
            return [.. array.Select(item => item!.GetValue<string>())];
        }

        fields.Report("ErrorEquals", "must be an array of error names");
        return [];
    }

    private static void CheckAllIsLast(FieldReader state, string field, IReadOnlyList<IReadOnlyList<string>> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Contains(ErrorNames.All) && (names[i].Count > 1 || i < names.Count - 1))
            {
                state.Report($"{field}[{i}].ErrorEquals", $"{ErrorNames.All} must stand alone, in the last one");
            }
        }
    }
}
