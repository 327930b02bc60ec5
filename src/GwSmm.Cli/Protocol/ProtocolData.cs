using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>The responses of one seed.</summary>
/// <param name="Items">The items, in ascending order.</param>
/// <param name="Training">The responses to train on, by item.</param>
/// <param name="Validation">Held-out training responses by item; empty where none are held out.</param>
/// <param name="Test">Test responses by item.</param>
internal sealed record ProtocolData(
    IReadOnlyList<string> Items, IReadOnlyDictionary<string, ResponseSet> Training, IReadOnlyDictionary<string, ResponseSet> Validation,
    IReadOnlyDictionary<string, ResponseSet> Test)
{
    /// <summary>Splits.</summary>
    /// <param name="data">Training and test responses.</param>
    /// <param name="fraction">The share to hold out.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="GwSmmException">An item keeps too few responses.</exception>
    public static ProtocolData Split(ExperimentData data, double fraction, ulong seed)
    {
        var (training, validation) = (new Dictionary<string, ResponseSet>(StringComparer.Ordinal), new Dictionary<string, ResponseSet>(StringComparer.Ordinal));
        foreach (var item in data.Items)
        {
            var responses = data.Training[item];
            var (fit, held) = ResponseSplit.Of(responses, fraction, seed);
            training.Add(item, responses.Subset(fit));
            if (held.Length > 0)
            {
                validation.Add(item, responses.Subset(held));
            }
        }

        return new ProtocolData(data.Items, training, validation, data.Items.ToDictionary(item => item, item => data.Testing[item], StringComparer.Ordinal));
    }
}
