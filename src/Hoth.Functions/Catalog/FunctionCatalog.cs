using System.Diagnostics.CodeAnalysis;
using Hoth.Functions.Composition;

namespace Hoth.Functions.Catalog;

/// <summary>Every function of Hoth. Start reading here: each class named in <see cref="Product"/> declares its functions with attributes on its methods.</summary>
public sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDefinition> _byName = new(StringComparer.Ordinal);

    /// <summary>All functions, in the order of their declaration.</summary>
    public IReadOnlyCollection<FunctionDefinition> All => _byName.Values;

    private static FunctionClass[] Product =>
    [
        FunctionClass.Of(c => c.CostFunctions()),
        FunctionClass.Of(c => c.AsyncCostFunctions()),
        FunctionClass.Of(c => c.ProvisioningFunctions()),
        FunctionClass.Of(c => c.ReportFunctions()),
        FunctionClass.Of(c => c.JobFunctions()),
        FunctionClass.Of(c => c.ReportWorkerFunctions()),
        FunctionClass.Of(c => c.QaRunFunctions()),
        FunctionClass.Of(c => c.QaRunTaskFunctions()),
        FunctionClass.Of(c => c.SweeperFunctions()),
        FunctionClass.Of(c => c.AuthorizerFunctions()),
    ];

    /// <summary>The function of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message lists the names that there are.</exception>
    public FunctionDefinition this[string name] =>
        _byName.TryGetValue(name, out var definition)
            ? definition
            : throw new InvalidOperationException($"'{name}' names no function. Known are: {string.Join(", ", _byName.Keys)}.");

    /// <summary>The catalog of the product.</summary>
    public static FunctionCatalog Create()
    {
        var catalog = new FunctionCatalog();
        foreach (var functions in Product) catalog.Add(functions);
        return catalog;
    }

    /// <summary>One function of the product, without reading what the others declare: for the Lambda program, which runs one and wants to start soon.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message lists the names that there are.</exception>
    public static FunctionDefinition Find(string name)
    {
        foreach (var functions in Product)
        {
            if (functions.Find(name) is { } definition) return definition;
        }

        return Create()[name];
    }

    /// <summary>Adds every function that a class declares.</summary>
    /// <param name="createTarget">How a host makes the class.</param>
    /// <exception cref="InvalidOperationException">The class declares no function, a wrong one, or a name or route that is taken.</exception>
    public FunctionCatalog Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] T>(Func<HothComposition, T> createTarget)
        where T : class
    {
        Add(FunctionClass.Of(createTarget));
        return this;
    }

    private void Add(FunctionClass functions)
    {
        foreach (var definition in functions.Read()) Add(definition);
    }

    private void Add(FunctionDefinition definition)
    {
        if (_byName.TryGetValue(definition.Name, out var other))
        {
            throw new InvalidOperationException($"Two functions are called {definition.Name}: in {other.DeclaringType.Name} and in {definition.DeclaringType.Name}.");
        }

        if (definition.Route is { } route && _byName.Values.FirstOrDefault(f => f.Route?.Key == route.Key) is { } taken)
        {
            throw new InvalidOperationException($"Two functions have the route {route.Method} {route.Template}: {taken.Name} and {definition.Name}.");
        }

        _byName.Add(definition.Name, definition);
    }
}
