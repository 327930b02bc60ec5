namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase()
    {
    }
}
