using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amazon.Lambda.Annotations;
using Hoth.Functions.Composition;

namespace Hoth.Functions.Catalog;

/// <summary>A class that declares functions with attributes on its methods.</summary>
internal sealed class FunctionClass
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    private readonly Type _type;

    private readonly Func<HothComposition, object> _create;

    private FunctionClass([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type, Func<HothComposition, object> create) => (_type, _create) = (type, create);

    /// <summary>Names the class, so that trimming keeps its methods.</summary>
    /// <param name="create">How a host makes it.</param>
    public static FunctionClass Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] T>(Func<HothComposition, T> create)
        where T : class => new(typeof(T), create);

    /// <summary>The function of that name, with its attributes not read yet; null when there is none.</summary>
    public FunctionDefinition? Find(string name) =>
        _type.GetMethod(name, Declared) is { } method && new FunctionDefinition(method, _create) is var definition && definition.HasHandler ? definition : null;

    /// <summary>Every function that it declares.</summary>
    /// <exception cref="InvalidOperationException">It declares none, or a wrong one.</exception>
    public List<FunctionDefinition> Read()
    {
        var functions = _type.GetMethods(Declared).Where(method => method.IsDefined(typeof(LambdaFunctionAttribute))).Select(method => new FunctionDefinition(method, _create).Checked()).ToList();
        return functions.Count > 0 ? functions : throw new InvalidOperationException($"{_type.Name} declares no function.");
    }
}
