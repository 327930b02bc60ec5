using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>The responses of one seed.</summary>
/// <param name="Items">The items, in ascending order.</param>
/// <param name="Rows">The responses to train on.</param>
/// <param name="Training">The same by item.</param>
/// <param name="Validation">Held-out training responses by item; empty where none are held out.</param>
/// <param name="Test">Test responses by item.</param>
internal sealed record ProtocolData(
    IReadOnlyList<string> Items, IReadOnlyList<ResponseRow> Rows, IReadOnlyDictionary<string, ResponseSet> Training, IReadOnlyDictionary<string, ResponseSet> Validation,
    IReadOnlyDictionary<string, ResponseSet> Test)
{
    /// <summary>Splits.</summary>
    /// <param name="data">Training and test responses.</param>
    /// <param name="fraction">The share to hold out.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="GwSmmException">An item keeps too few responses.</exception>
    public static ProtocolData Split(ExperimentData data, double fraction, ulong seed)
    {
        var rows = new List<ResponseRow>();
        var (training, validation, test) = (Empty(), Empty(), Empty());
        foreach (var item in data.Items)
        {
            var own = data.Train.RowsOf(item);
            var (fit, held) = ResponseSplit.Of(data.Training[item], fraction, seed);
            rows.AddRange(fit.Select(i => own[i]));
            training.Add(item, Set(item, [.. fit.Select(i => own[i])]));
            test.Add(item, Set(item, data.Test.RowsOf(item)));
            if (held.Length > 0)
            {
                validation.Add(item, Set(item, [.. held.Select(i => own[i])]));
            }
        }

        return new ProtocolData(data.Items, rows, training, validation, test);
    }

    private static Dictionary<string, ResponseSet> Empty() => new(StringComparer.Ordinal);

    private static ResponseSet Set(string item, List<ResponseRow> rows) =>
        ResponseSet.MultiClass(item, rows.ConvertAll(row => row.Text), rows.ConvertAll(row => row.Label));
}
