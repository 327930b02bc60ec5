using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests;

public class PretrainingCorpusTests
{
    [Fact]
    public void Cutting_loses_and_repeats_no_token()
    {
        var cases = Gen.Choose(0, 500).Zip(Gen.Choose(4, 34)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithReplay(17, 19), Prop.ForAll(cases, sample =>
        {
            var (length, maxTokens) = sample;
            int[] document = [-1, .. Enumerable.Range(0, length), -2];
            var sequences = PretrainingCorpus.Cut(document, maxTokens);
            return sequences.SelectMany(sequence => sequence[1..^1]).SequenceEqual(document[1..^1])
                && sequences.All(sequence => sequence.Length >= 3 && sequence.Length <= maxTokens && sequence[0] == -1 && sequence[^1] == -2)
                && sequences.SkipLast(1).All(sequence => sequence.Length == maxTokens);
        }));
    }

    [Fact]
    public void Documents_are_held_out_by_their_text_in_the_share_asked_for()
    {
        var documents = Enumerable.Range(0, 5000).Select(i => $"essay number {i}").ToList();
        Assert.InRange(documents.Count(document => PretrainingCorpus.IsHeldOut(document, 0.1)), 430, 570);
        Assert.All(documents.Where(document => PretrainingCorpus.IsHeldOut(document, 0.05)), document => Assert.True(PretrainingCorpus.IsHeldOut(document, 0.1)));
        Assert.DoesNotContain(documents, document => PretrainingCorpus.IsHeldOut(document, 0));
    }

    [Fact]
    public void Frequencies_count_the_training_part_alone()
    {
        var vocabulary = Vocabulary.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"], "test");
        var text = new PretrainingText(Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Repeat("a", i + 1)) + " b"), "test");
        var options = new PretrainingOptions { MaxTokens = 8, HeldOutFraction = 0.3, Threads = 2 };
        var corpus = PretrainingCorpus.Make(text, new TextTokenizer(vocabulary), 7, options, default);
        var held = text.Documents.Where(document => PretrainingCorpus.IsHeldOut(document, 0.3)).ToList();
        Assert.Equal(held.Count, corpus.HeldOutDocuments);
        Assert.NotEmpty(held);
        Assert.Equal([0, 0, 0, 0, 0, (60 * 61 / 2) - held.Sum(document => (document.Length / 2)), 60 - held.Count], corpus.Frequencies);
        Assert.Equal(corpus.HeldOut.OrderByDescending(sequence => sequence.Length), corpus.HeldOut);
    }
}
