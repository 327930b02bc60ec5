namespace GwSmm.OptimalTransport;

/// <summary>A solver that leaves large parts in the signatures of the spaces that it solves.</summary>
internal interface ISignatureUser
{
    /// <summary>The parts that are kept with each space.</summary>
    SignatureParts KeptParts { get; }
}
