namespace Microsoft.ML;

public sealed partial class TransformsCatalog
{
    internal TransformsCatalog()
    {
    }

    public ConversionTransforms Conversion { get; } = new();
}
