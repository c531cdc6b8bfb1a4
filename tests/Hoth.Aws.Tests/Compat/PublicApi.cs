using System.Reflection;
using System.Text;

namespace Hoth.Aws.Tests.Compat;

/// <summary>The public and protected members of an assembly, name and signature, one a line.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static IReadOnlyList<string> Describe(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend(Header(type))),
    ];

    private static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<Type> bases = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(Name, StringComparer.Ordinal);
        if (type.BaseType is { } b && b != typeof(object) && kind is not ("enum" or "delegate" or "struct"))
        {
            bases = bases.Prepend(b);
        }

        var list = kind is "enum" or "delegate" ? string.Empty : string.Join(", ", bases.Select(Name));
        return $"{kind} {Name(type)}{(list.Length > 0 ? $" : {list}" : string.Empty)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"  {name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [$"  {Signature(type.GetMethod("Invoke")!)}"];
        }

        return type.GetMembers(Declared).Select(Describe).OfType<string>().Select(line => $"  {line}");
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c when Visible(c) && !c.IsStatic => $"{Access(c)}ctor({Parameters(c)})",
        MethodInfo m when Visible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) => Signature(m),
        PropertyInfo p when Accessors(p) is { Length: > 0 } accessors => $"{Modifiers(Widest(p))}{Name(p.PropertyType)} {p.Name} {{ {accessors} }}",
        FieldInfo f when f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly => $"{(f.IsStatic ? "static " : string.Empty)}field {Name(f.FieldType)} {f.Name}",
        EventInfo e when Visible(e.AddMethod!) => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private static string Signature(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;
        return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{(p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty)}{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : string.Empty)}"));

    private static string Accessors(PropertyInfo property) => string.Join(' ', property.GetAccessors(nonPublic: true)
        .Where(Visible)
        .Select(accessor => $"{(accessor.IsPublic == Widest(property).IsPublic ? string.Empty : Access(accessor))}{accessor.Name[..3]};"));

    private static MethodInfo Widest(PropertyInfo property) => property.GetAccessors(nonPublic: true).OrderByDescending(a => a.IsPublic).First();

    private static string Modifiers(MethodInfo method) =>
        Access(method)
        + (method.IsStatic ? "static " : string.Empty)
        + (method.DeclaringType!.IsInterface ? method.IsAbstract ? string.Empty : "default "
            : method.GetBaseDefinition() != method ? "override "
            : method.IsAbstract ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : string.Empty);

    private static string Access(MethodBase method) => method.IsPublic ? string.Empty : "protected ";

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return $"{Name(value)}?";
        }

        var name = new StringBuilder((type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Split('`')[0] ?? type.Name);
        if (type.IsGenericType)
        {
            name.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(Name)).Append('>');
        }

        return name.Replace('+', '.').ToString();
    }
}
