using GwSmm.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.Cli;

/// <summary>Scores responses with a merged model, as any ML.NET program does: transform, then read the columns.</summary>
internal static class Scoring
{
    /// <summary>Scores responses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The responses.</param>
    /// <param name="progress">Told of the number of rows done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One result per response.</returns>
    public static List<ScoredRow> Run(MultiHeadTransformer model, IReadOnlyList<ResponseRow> rows, Action<int> progress, CancellationToken cancellation)
    {
        var scored = model.Transform(new MLContext().Data.LoadFromEnumerable(rows));
        var predicted = scored.Schema["PredictedLabel"];
        var score = scored.Schema["Score"];
        var results = new List<ScoredRow>(rows.Count);
        using var cursor = scored.GetRowCursor([predicted, score]);
        var readLabel = LabelReader(cursor, predicted, model.Classes);
        var readScore = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> probabilities = default;
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            readScore(ref probabilities);
            results.Add(new ScoredRow(readLabel(), [.. probabilities.DenseValues()]));
            progress(results.Count);
        }

        return results;
    }

    private static Func<string> LabelReader(DataViewRow cursor, DataViewSchema.Column predicted, IReadOnlyList<string> classes)
    {
        if (predicted.Type is KeyDataViewType)
        {
            var read = cursor.GetGetter<uint>(predicted);
            uint key = 0;
            return () =>
            {
                read(ref key);
                return key == 0 ? string.Empty : classes[(int)key - 1];
            };
        }

        var readFlags = cursor.GetGetter<VBuffer<bool>>(predicted);
        VBuffer<bool> flags = default;
        return () =>
        {
            readFlags(ref flags);
            return string.Join(',', flags.DenseValues().Select((set, i) => set ? classes[i] : null).OfType<string>());
        };
    }
}
