using GwSmm.Encoders;
using GwSmm.Evaluation;

namespace GwSmm.Benchmarks.Baselines;

/// <summary>Prints the quadratic weighted kappa of the TF-IDF ridge regression on every item of a pair of tables.</summary>
internal static class TfidfRidgeTable
{
    /// <summary>Fits on one table and scores the other.</summary>
    /// <param name="args">Train file, test file, item column, text column, label column of each file; labels are 0, 1, 2 and so on.</param>
    public static void Print(ReadOnlySpan<string> args)
    {
        if (args.Length != 6)
        {
            throw new GwSmmException("tfidf-ridge needs six arguments: TRAIN.tsv TEST.tsv ITEM-COLUMN TEXT-COLUMN TRAIN-LABEL-COLUMN TEST-LABEL-COLUMN.");
        }

        var train = Read(args[0], args[2], args[3], args[4]);
        var test = Read(args[1], args[2], args[3], args[5]);
        var sum = 0.0;
        Console.WriteLine("| item | QWK |");
        Console.WriteLine("| --- | ---: |");
        foreach (var item in LabelOrder.Sort(train.Keys))
        {
            var classCount = train[item].Concat(test[item]).Max(row => row.Score) + 1;
            var model = new TfidfRidge([.. train[item].Select(row => row.Text)], [.. train[item].Select(row => row.Score)], classCount);
            var predicted = model.Predict([.. test[item].Select(row => row.Text)]);
            var kappa = QuadraticWeightedKappa.Compute([.. test[item].Select(row => row.Score)], predicted, classCount);
            sum += kappa;
            Console.WriteLine($"| {item} | {kappa:F3} |");
        }

        Console.WriteLine($"| mean | {sum / train.Count:F3} |");
    }

    private static Dictionary<string, (string Text, int Score)[]> Read(string path, string item, string text, string label)
    {
        var table = TabularText.Load(path);
        var (items, texts, labels) = (table.Column(item), table.Column(text), table.Column(label));
        return Enumerable.Range(0, items.Count)
            .GroupBy(i => items[i], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(i => (texts[i], int.Parse(labels[i]))).ToArray(), StringComparer.Ordinal);
    }
}
