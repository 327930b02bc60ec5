using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GwSmm.Build;

/// <summary>
/// Flips visibility bits in the metadata tables of an assembly image, in place. Nothing moves, so the identity, the tokens and
/// everything else stay as they are. Private members are left alone: that keeps events and their backing fields apart.
/// </summary>
internal static class AssemblyPublicizer
{
    public static void Publicize(byte[] image)
    {
        using var pe = new PEReader(new MemoryStream(image, writable: false));
        if (!pe.HasMetadata)
            throw new InvalidDataException("it is not a managed assembly");
        MetadataReader reader = pe.GetMetadataReader();
        int start = pe.PEHeaders.MetadataStartOffset;

        // Row layouts are fixed by ECMA-335, partition II, section 22: TypeDef begins with Flags (4 bytes), Field with Flags
        // (2 bytes), MethodDef with RVA (4), ImplFlags (2), Flags (2).
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (IsCompilerSupport(reader, type))
                continue;
            Span<byte> flags = Row(reader, image, start, TableIndex.TypeDef, MetadataTokens.GetRowNumber(handle));
            BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)Open(type.Attributes));

            foreach (FieldDefinitionHandle field in type.GetFields())
            {
                Span<byte> row = Row(reader, image, start, TableIndex.Field, MetadataTokens.GetRowNumber(field));
                BinaryPrimitives.WriteUInt16LittleEndian(row, (ushort)Open(reader.GetFieldDefinition(field).Attributes));
            }

            foreach (MethodDefinitionHandle method in type.GetMethods())
            {
                Span<byte> row = Row(reader, image, start, TableIndex.MethodDef, MetadataTokens.GetRowNumber(method));
                BinaryPrimitives.WriteUInt16LittleEndian(row[6..], (ushort)Open(reader.GetMethodDefinition(method).Attributes));
            }
        }
    }

    private static Span<byte> Row(MetadataReader reader, byte[] image, int start, TableIndex table, int rowNumber)
    {
        int size = reader.GetTableRowSize(table);
        return image.AsSpan(start + reader.GetTableMetadataOffset(table) + (rowNumber - 1) * size, size);
    }

    // Polyfills that old targets carry (System.Index, IsExternalInit, ...) would collide with the framework's own when public.
    private static bool IsCompilerSupport(MetadataReader reader, TypeDefinition type)
    {
        while (!type.GetDeclaringType().IsNil)
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        string ns = reader.GetString(type.Namespace);
        return ns is "System" || ns.StartsWith("System.", StringComparison.Ordinal)
            || ns.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || reader.GetString(type.Name).StartsWith('<');
    }

    private static TypeAttributes Open(TypeAttributes attributes)
    {
        TypeAttributes visibility = (attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.NotPublic => TypeAttributes.Public,
            TypeAttributes.NestedAssembly or TypeAttributes.NestedFamORAssem => TypeAttributes.NestedPublic,
            TypeAttributes.NestedFamANDAssem => TypeAttributes.NestedFamily,
            TypeAttributes other => other,
        };
        return (attributes & ~TypeAttributes.VisibilityMask) | visibility;
    }

    private static FieldAttributes Open(FieldAttributes attributes)
    {
        FieldAttributes access = (attributes & FieldAttributes.FieldAccessMask) switch
        {
            FieldAttributes.Assembly or FieldAttributes.FamORAssem => FieldAttributes.Public,
            FieldAttributes.FamANDAssem => FieldAttributes.Family,
            FieldAttributes other => other,
        };
        return (attributes & ~FieldAttributes.FieldAccessMask) | access;
    }

    // A protected internal virtual method stays so: an override outside the assembly is written `protected override`.
    private static MethodAttributes Open(MethodAttributes attributes)
    {
        MethodAttributes access = (attributes & MethodAttributes.MemberAccessMask) switch
        {
            MethodAttributes.Assembly => MethodAttributes.Public,
            MethodAttributes.FamORAssem when (attributes & MethodAttributes.Virtual) == default => MethodAttributes.Public,
            MethodAttributes.FamANDAssem => MethodAttributes.Family,
            MethodAttributes other => other,
        };
        return (attributes & ~MethodAttributes.MemberAccessMask) | access;
    }
}
