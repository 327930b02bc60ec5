using GwSmm.Encoders;
using GwSmm.OptimalTransport;

namespace GwSmm.Cli;

/// <summary>What a method of an experiment may use: everything but the test responses.</summary>
/// <param name="Models">The individual models, in the order of the items.</param>
/// <param name="Training">The responses that they were trained on, by item.</param>
/// <param name="Validation">Held-out responses, by item, for whatever chooses; empty where none are held out.</param>
/// <param name="Base">What the models were trained from.</param>
/// <param name="Distances">Gromov-Wasserstein values between the items.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Threads">Threads to use.</param>
internal sealed record MethodContext(
    IReadOnlyList<ScoringModel> Models, IReadOnlyDictionary<string, ResponseSet> Training, IReadOnlyDictionary<string, ResponseSet> Validation,
    BaseEncoder Base, DistanceMatrix Distances, ulong Seed, int Threads);
