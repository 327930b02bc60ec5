using Microsoft.ML;
using Microsoft.ML.Data;

namespace GwSmm.MLNet;

/// <summary>Names and types of the columns that stages add.</summary>
internal static class ScoreColumns
{
    /// <summary>The routed score: the row's own item's probabilities.</summary>
    public const string Score = "Score";

    /// <summary>The routed prediction.</summary>
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The column of an item's features.</summary>
    public static string FeaturesOf(string item) => item + ".Features";

    /// <summary>The column of an item's probabilities.</summary>
    public static string ScoreOf(string item) => item + ".Score";

    /// <summary>The column of an item's prediction.</summary>
    public static string PredictedLabelOf(string item) => item + ".PredictedLabel";

    /// <summary>A feature vector.</summary>
    public static DataViewSchema.DetachedColumn Features(string item, int featureCount) =>
        new(FeaturesOf(item), new VectorDataViewType(NumberDataViewType.Single, featureCount));

    /// <summary>A vector of probabilities.</summary>
    public static DataViewSchema.DetachedColumn Scores(string name, IReadOnlyList<string> classes, bool multiLabel, uint setId) =>
        new(name, new VectorDataViewType(NumberDataViewType.Single, classes.Count), ScoreAnnotations.Score(classes, multiLabel, setId));

    /// <summary>The predicted class as a key, or the predicted labels as Booleans.</summary>
    public static DataViewSchema.DetachedColumn Prediction(string name, IReadOnlyList<string> classes, bool multiLabel, uint setId)
    {
        DataViewType type = multiLabel
            ? new VectorDataViewType(BooleanDataViewType.Instance, classes.Count)
            : new KeyDataViewType(typeof(uint), classes.Count);
        return new(name, type, ScoreAnnotations.Prediction(classes, multiLabel, setId));
    }
}
