using Mono.Cecil;

namespace GwSmm.MLNet.ApiTests;

/// <summary>Finds what an assembly uses or offers that is not on the list.</summary>
internal static class ApiCheck
{
    /// <summary>References into ML.NET that are not on the list.</summary>
    public static IReadOnlyList<string> FindUnlistedReferences(ModuleDefinition module, ApiList list)
    {
        IEnumerable<string> types = module.GetTypeReferences().Where(IsMLNet).Select(type => type.FullName);
        IEnumerable<string> members = module.GetMemberReferences()
            .Where(member => IsMLNet(member.DeclaringType.GetElementType()))
            .Select(NameOf)
            .OfType<string>();
        return [.. types.Concat(members).Where(name => !list.Has(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>How many references into ML.NET there are: a check of nothing would pass too.</summary>
    public static int CountReferences(ModuleDefinition module) => module.GetTypeReferences().Count(IsMLNet);

    /// <summary>Types and members that other assemblies can see and that are not on the list.</summary>
    public static IReadOnlyList<string> FindUnlistedSurface(ModuleDefinition module, ApiList list)
    {
        var names = new List<string>();
        foreach (TypeDefinition type in module.GetTypes().Where(IsVisible))
        {
            names.Add(type.FullName);
            names.AddRange(type.Methods.Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly).Select(m => m.FullName));
            names.AddRange(type.Fields.Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly).Select(f => f.FullName));
        }

        return [.. names.Where(name => !list.IsPublic(name)).Order(StringComparer.Ordinal)];
    }

    private static bool IsVisible(TypeDefinition type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType) : type.IsPublic;

    private static bool IsMLNet(TypeReference type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type.Scope is AssemblyNameReference assembly
            && (assembly.Name.StartsWith("Microsoft.ML.", StringComparison.Ordinal) || string.Equals(assembly.Name, "Microsoft.ML", StringComparison.Ordinal));
    }

    // A reference names the arguments of generic types, the list their parameters: the definition has the list's name. Null for what a
    // type of ML.NET has from the framework.
    private static string? NameOf(MemberReference member)
    {
        IMemberDefinition? definition = member.Resolve();
        if (definition is null)
            return member.FullName;
        return definition.DeclaringType.Module.Assembly.Name.Name.StartsWith("Microsoft.ML", StringComparison.Ordinal) ? definition.FullName : null;
    }
}
