using Hoth.Local.StateMachines.Model;
using Hoth.Local.StateMachines.Paths;

namespace Hoth.Local.StateMachines.Loading;

/// <summary>Reads a Map state in inline mode. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html</summary>
/// <param name="graphs">Reads the graph that runs for each item.</param>
internal sealed class MapReader(GraphReader graphs)
{
    public MapState? Read(string name, FieldReader fields)
    {
        var field = fields.Has("ItemProcessor") ? "ItemProcessor" : "Iterator";
        if (fields.Object(field) is not { } processor)
        {
            fields.Report("ItemProcessor", "is missing");
            return null;
        }

        ReadProcessorConfig(processor);
        return new MapState(name, graphs.Read(processor))
        {
            Items = fields.Parsed("ItemsPath", text => ReadPath(text, contextToo: true)) ?? Expression.Input,
            ItemSelector = TemplateReader.Read(fields, fields.Has("ItemSelector") ? "ItemSelector" : "Parameters"),
            MaxConcurrency = fields.Either(
                "MaxConcurrency",
                () => fields.Number("MaxConcurrency", 0, int.MaxValue) is { } number ? new Expression.Constant(number) : null,
                text => ReadPath(text, contextToo: false)),
        };
    }

    /// <summary>AWS takes reference paths only, and of the two fields lets ItemsPath alone go into the context object.</summary>
    private static Expression.Path ReadPath(string text, bool contextToo)
    {
        var path = PathParser.Parse(text);
        return path.IsDefinite && (contextToo || !path.InContext)
            ? new Expression.Path(path)
            : throw new FormatException($"'{text}' is no reference path: it must lead to one place of the input{(contextToo ? " or of the context object" : "")}");
    }

    /// <summary>Inline processing only: a distributed map starts executions of its own.</summary>
    private static void ReadProcessorConfig(FieldReader processor)
    {
        if (processor.Object("ProcessorConfig") is not { } config)
        {
            return;
        }

        if (config.Text("Mode") is not (null or "INLINE"))
        {
            config.Report("Mode", "must be INLINE");
        }

        config.Finish("an inline Map state");
    }
}
