namespace GwSmm.Merging;

/// <summary>How far an item's own hidden layer is from that of the shared encoder, on the same texts.</summary>
public enum LayerDistance
{
    /// <summary>
    /// The Gromov-Wasserstein distance between the two clouds of features, with Euclidean costs divided by their mean so that layers can be
    /// compared, from the coupling of each text with itself.
    /// </summary>
    GromovWasserstein,

    /// <summary>1 - linear centred kernel alignment (Kornblith, Norouzi, Lee and Hinton, 2019), in [0, 1].</summary>
    LinearCka,
}
