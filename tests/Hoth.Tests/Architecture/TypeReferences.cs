using System.Reflection;
using System.Reflection.Emit;

namespace Hoth.Tests.Architecture;

/// <summary>Every type that a type refers to, in its declarations and in the bodies of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(o => o.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        AddAll(found, type.GetInterfaces());
        AddAttributes(found, type);
        foreach (var field in type.GetFields(Everything))
        {
            Add(found, field.FieldType);
            AddAttributes(found, field);
        }

        foreach (var property in type.GetProperties(Everything)) AddAttributes(found, property);
        foreach (var method in type.GetMembers(Everything).OfType<MethodBase>()) AddMethod(found, method);
        return found;
    }

    private static void AddMethod(HashSet<Type> found, MethodBase method)
    {
        AddSignature(found, method);
        AddAttributes(found, method);
        if (method.IsGenericMethodDefinition) AddAll(found, method.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()));
        if (method.GetMethodBody() is not { } body) return;
        AddAll(found, body.LocalVariables.Select(v => v.LocalType));
        AddAll(found, body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType));
        foreach (var member in MembersIn(method, body.GetILAsByteArray()!))
        {
            Add(found, member as Type ?? member.DeclaringType);
            if (member is FieldInfo field) Add(found, field.FieldType);
            if (member is MethodBase called) AddSignature(found, called);
            if (member is MethodInfo { IsGenericMethod: true } generic) AddAll(found, generic.GetGenericArguments());
        }
    }

    /// <summary>The operands of a method's instructions that name a type, method or field.</summary>
    private static IEnumerable<MemberInfo> MembersIn(MethodBase method, byte[] il)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < il.Length;)
        {
            var value = il[i] == 0xFE ? unchecked((short)(0xFE00 | il[i + 1])) : il[i];
            var code = OpCodesByValue[value];
            i += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                && method.Module.ResolveMember(BitConverter.ToInt32(il, i), typeArguments, methodArguments) is { } member)
            {
                yield return member;
            }

            i += OperandSize(code.OperandType, il, i);
        }
    }

    private static int OperandSize(OperandType type, byte[] il, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };

    private static void AddSignature(HashSet<Type> found, MethodBase method)
    {
        AddAll(found, method.GetParameters().Select(p => p.ParameterType));
        if (method is MethodInfo { ReturnType: { } returned }) Add(found, returned);
    }

    private static void AddAttributes(HashSet<Type> found, MemberInfo member)
    {
        foreach (var attribute in member.GetCustomAttributesData())
        {
            Add(found, attribute.AttributeType);
            AddAll(found, attribute.ConstructorArguments.Select(a => a.Value as Type));
            AddAll(found, attribute.NamedArguments.Select(a => a.TypedValue.Value as Type));
        }
    }

    private static void AddAll(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types) Add(found, type);
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter) return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        if (found.Add(type) && type.IsGenericType) AddAll(found, type.GetGenericArguments());
    }
}
