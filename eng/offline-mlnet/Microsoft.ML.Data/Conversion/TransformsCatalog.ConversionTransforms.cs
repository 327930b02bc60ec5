namespace Microsoft.ML;

public sealed partial class TransformsCatalog
{
    public sealed class ConversionTransforms
    {
        internal ConversionTransforms()
        {
        }
    }
}
