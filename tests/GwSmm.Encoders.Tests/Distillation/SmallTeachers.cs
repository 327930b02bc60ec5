namespace GwSmm.Encoders.Tests;

/// <summary>A base, two encoders that were fine-tuned from it on different tasks, and their average.</summary>
internal static class SmallTeachers
{
    private static readonly Lazy<DistillationTeacher[]> Trained = new(() => [Train("acid", 120), Train("tape", 90)]);

    public static EncoderConfig Config => SmallTask.Encoder.Config;

    public static FeatureOptions Features => SmallTask.Options.Features;

    public static DistillationTeacher[] Teachers => Trained.Value;

    public static EncoderWeights Average { get; } = new(Teachers[0].Weights.Tensors.Select(tensor =>
        new Tensor(tensor.Name, tensor.Shape, [.. tensor.Data.Zip(Teachers[1].Weights[tensor.Name].Data, (a, b) => (a + b) / 2)])));

    /// <summary>The share of a teacher's responses that a head on an encoder's features classifies as the teacher does.</summary>
    public static double Agreement(DistillationTeacher teacher, EncoderWeights weights, ScoringHead head)
    {
        int[] Classes(EncoderWeights encoder, ScoringHead reader) => HeadPredictor.Classes(reader, new BertEncoder(Config, encoder).Encode(teacher.Sequences, Features));
        return Classes(teacher.Weights, teacher.Head).Zip(Classes(weights, head), (a, b) => a == b ? 1.0 : 0.0).Average();
    }

    private static DistillationTeacher Train(string word, int count)
    {
        var responses = SmallTask.Responses(2 * count).Subset([.. Enumerable.Range(count == 120 ? 0 : count, count)]);
        string[] labels = [.. responses.Texts.Select(text => text.Contains(word, StringComparison.Ordinal) ? "1" : "0")];
        var model = new ScorerTrainer(SmallTask.Options with { ValidationFraction = 0, Seed = (ulong)count }).Train(SmallTask.Encoder, ResponseSet.MultiClass(word, responses.Texts, labels));
        var tokenizer = new TextTokenizer(SmallTask.Words, model.LowerCase);
        return new DistillationTeacher(word, model.Weights, model.Head, [.. responses.Texts.Select(text => tokenizer.Tokenize(text, 16).Ids)]);
    }
}
