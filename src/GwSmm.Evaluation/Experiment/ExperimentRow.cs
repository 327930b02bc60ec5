namespace GwSmm.Evaluation;

/// <summary>One item scored by one model: method x plan x draw x seed x item.</summary>
/// <param name="Method">The method.</param>
/// <param name="Plan">The kind of plan, such as <c>gw-pairs</c> or <c>random</c>.</param>
/// <param name="Draw">Which plan of that kind, from 0; more than 0 for random ones only.</param>
/// <param name="Seed">The seed of data split, training and merge.</param>
/// <param name="Item">The item.</param>
/// <param name="GroupSize">The items that share its encoder, itself included.</param>
/// <param name="Quality">How well its responses are scored.</param>
public sealed record ExperimentRow(string Method, string Plan, int Draw, ulong Seed, string Item, int GroupSize, ItemQuality Quality)
{
    /// <summary>Right and wrong responses beside those of the individual model with a refitted head; null for that model itself and where nobody counted.</summary>
    public ResponseAgreement? Agreement { get; init; }
}
