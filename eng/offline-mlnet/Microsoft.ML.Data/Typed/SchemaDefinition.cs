namespace Microsoft.ML.Data;

// Only the type: the stand-in takes columns from attributes, so a definition of one's own is refused.
public sealed class SchemaDefinition
{
    private SchemaDefinition()
    {
    }

    internal static void Refuse(SchemaDefinition definition)
    {
        if (definition is not null)
            throw new NotSupportedException("The offline stand-in for ML.NET takes columns from attributes only.");
    }
}
