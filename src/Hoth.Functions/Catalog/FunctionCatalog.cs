using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amazon.Lambda.Annotations;
using Hoth.Functions.Composition;
using Hoth.Functions.Http;

namespace Hoth.Functions.Catalog;

/// <summary>Every function of Hoth. Start reading here: each class named in <see cref="Create"/> declares its functions with attributes on its methods.</summary>
public sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDefinition> _byName = new(StringComparer.Ordinal);

    /// <summary>All functions, in the order of their declaration.</summary>
    public IReadOnlyCollection<FunctionDefinition> All => _byName.Values;

    /// <summary>The function of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message lists the names that there are.</exception>
    public FunctionDefinition this[string name] =>
        _byName.TryGetValue(name, out var definition)
            ? definition
            : throw new InvalidOperationException($"'{name}' names no function. Known are: {string.Join(", ", _byName.Keys)}.");

    /// <summary>The catalog of the product. Each class is named here, so that trimming keeps its methods.</summary>
    public static FunctionCatalog Create() => new FunctionCatalog()
        .Add(c => c.CostFunctions())
        .Add(c => c.AsyncCostFunctions())
        .Add(c => c.ProvisioningFunctions())
        .Add(c => c.ReportFunctions())
        .Add(c => c.JobFunctions())
        .Add(c => c.ReportWorkerFunctions())
        .Add(c => c.QaRunFunctions())
        .Add(c => c.QaRunTaskFunctions())
        .Add(c => c.SweeperFunctions())
        .Add(c => c.AuthorizerFunctions());

    /// <summary>Adds every function that a class declares.</summary>
    /// <param name="createTarget">How a host makes the class.</param>
    /// <exception cref="InvalidOperationException">The class declares no function, a wrong one, or a name or route that is taken.</exception>
    public FunctionCatalog Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] T>(Func<HothComposition, T> createTarget)
        where T : class
    {
        var before = _byName.Count;
        foreach (var method in typeof(T).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (method.GetCustomAttribute<LambdaFunctionAttribute>() is { } function) Add(new FunctionDefinition(method, function, createTarget));
        }

        if (_byName.Count == before) throw new InvalidOperationException($"{typeof(T).Name} declares no function.");
        return this;
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
