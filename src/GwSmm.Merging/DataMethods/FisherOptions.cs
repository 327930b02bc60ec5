namespace GwSmm.Merging;

/// <summary>Parameters of <see cref="FisherMerge"/>.</summary>
public sealed record FisherOptions
{
    /// <summary>How labels are taken. Default <see cref="FisherLabels.Expected"/>.</summary>
    public FisherLabels Labels { get; init; } = FisherLabels.Expected;

    /// <summary>Whether each model's information is divided by its mean over all parameters, so that a model of sure predictions does not count less than one of unsure ones. Default true.</summary>
    public bool Normalise { get; init; } = true;

    /// <summary>Added to the information of every parameter, relative to the mean, above 0: where no model has information, the models are averaged. Default 1e-3.</summary>
    public double Floor { get; init; } = 1e-3;

    /// <summary>The most responses of an item that are read, drawn by seed, at least 2. Default 256.</summary>
    public int MaxResponses { get; init; } = 256;
}
