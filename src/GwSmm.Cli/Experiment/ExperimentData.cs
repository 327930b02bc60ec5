using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>Training and test responses that fit each other.</summary>
/// <param name="Train">The responses to train on.</param>
/// <param name="Test">The responses to test with.</param>
/// <param name="Training">The responses to train on, by item.</param>
/// <param name="Testing">The responses to test with, by item.</param>
internal sealed record ExperimentData(
    ResponseFile Train, ResponseFile Test, IReadOnlyDictionary<string, ResponseSet> Training, IReadOnlyDictionary<string, ResponseSet> Testing)
{
    /// <summary>The items, in ascending order.</summary>
    public IReadOnlyList<string> Items => Train.Items;

    /// <summary>Reads both files and finds what would fail later, before hours of training.</summary>
    /// <param name="options">Names files and columns.</param>
    /// <exception cref="GwSmmException">A file is no such table, an item cannot be trained, or a test response has an unknown item or label.</exception>
    public static ExperimentData Read(ExperimentOptions options) => Read(options.TrainFile, options.TrainColumns, options.TestFile, options.TestColumns);

    /// <summary>Reads both files and finds what would fail later, before hours of training.</summary>
    /// <param name="trainFile">The file to train on.</param>
    /// <param name="trainColumns">Its columns.</param>
    /// <param name="testFile">The file to test with.</param>
    /// <param name="testColumns">Its columns.</param>
    /// <exception cref="GwSmmException">A file is no such table, an item cannot be trained, or a test response has an unknown item or label.</exception>
    public static ExperimentData Read(string trainFile, ResponseColumns trainColumns, string testFile, ResponseColumns testColumns)
    {
        var train = ResponseFile.Read(trainFile, trainColumns);
        var test = ResponseFile.Read(testFile, testColumns);
        var training = train.Labels?.Training() ?? ResponseSets.FromTable(train.Responses).ToDictionary(set => set.Item, StringComparer.Ordinal);
        test.Responses.RequireKnown(training.ToDictionary(pair => pair.Key, pair => pair.Value.Labels, StringComparer.Ordinal));
        return train.Items.FirstOrDefault(item => !test.Items.Contains(item, StringComparer.Ordinal)) is { } missing
            ? throw new GwSmmException($"'{testFile}' has no responses to item '{missing}', which '{trainFile}' has. Add some, or take the item out of the training file.")
            : new ExperimentData(train, test, training, test.Labels?.Testing(training) ?? Classes(test));
    }

    private static Dictionary<string, ResponseSet> Classes(ResponseFile file) => file.Items.ToDictionary(
        item => item,
        item =>
        {
            var rows = file.RowsOf(item);
            return ResponseSet.MultiClass(item, rows.ConvertAll(row => row.Text), rows.ConvertAll(row => row.Label));
        },
        StringComparer.Ordinal);
}
