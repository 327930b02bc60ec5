using GwSmm.Encoders;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GwSmm.MLNet.Tests;

public class LongTextTests(MergedFixture fixture) : IClassFixture<MergedFixture>
{
    [Fact]
    public void A_text_of_100_000_characters_is_cut_counted_and_reported()
    {
        var (ml, warnings) = Listen();
        var model = ml.Model.Load(fixture.Zip, out _);
        var data = ml.Data.LoadFromEnumerable(new Response[]
        {
            new() { Item = "Q1", Text = string.Concat(Enumerable.Repeat("energy light ", 7_700)) },
            new() { Item = "Q2", Text = "light" },
        });

        Assert.Equal(2, model.Transform(data).GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(["1 text was longer than 16 tokens and cut."], warnings);
    }

    [Fact]
    public void A_word_of_100_000_letters_is_counted_and_reported()
    {
        var (ml, warnings) = Listen();
        var data = ml.Data.LoadFromEnumerable(new Response[] { new() { Item = "Q1", Text = "energy " + new string('e', 100_000) }, new() { Item = "Q2", Text = "light" } });

        Assert.Equal(2, ml.Model.Load(fixture.Zip, out _).Transform(data).GetColumn<uint>("PredictedLabel").Count());
        Assert.Equal(["1 word was longer than 200 characters and became one unknown token each."], warnings);
    }

    [Fact]
    public void Training_reports_cut_texts_and_overlong_words_too()
    {
        var (ml, warnings) = Listen();
        var rows = Toy.Responses(9, 1, "Q1");
        rows[0].Text = string.Concat(Enumerable.Repeat("wrong ", 20_000));
        rows[1].Text = "wrong " + new string('w', 201) + " " + new string('g', 400);
        ml.GwSmm().TextScorer("Q1", Toy.Base, Toy.Quick).Fit(ml.Data.LoadFromEnumerable(rows));

        Assert.Equal(
            ["Item 'Q1': 1 of 9 texts were longer than 16 tokens and cut.", "Item 'Q1': 2 words of 9 texts were longer than 200 characters and became one unknown token each."], warnings);
    }

    [Fact]
    public void The_longest_word_of_a_model_is_kept_in_the_zip_and_named_in_the_warnings()
    {
        using var folder = new TemporaryFolder();
        var (ml, warnings) = Listen();
        var vocabulary = Toy.Vocabulary.WithMaxWordLength(20);
        var rows = Toy.Responses(9, 1, "Q1");
        rows[1].Text = "wrong " + new string('w', 21) + " " + new string('g', 20);
        var data = ml.Data.LoadFromEnumerable(rows);
        ml.Model.Save(ml.GwSmm().TextScorer("Q1", BaseEncoder.Create(Toy.Config, vocabulary, 3), Toy.Quick).Fit(data), data.Schema, folder.File("short.zip"));

        var loaded = Assert.IsType<TextScorerTransformer>(ml.Model.Load(folder.File("short.zip"), out _));
        Assert.Equal(9, loaded.Transform(data).GetColumn<float[]>("Q1.Score").Count());

        Assert.Equal(20, loaded.Model.Vocabulary.MaxWordLength);
        Assert.Equal(
            [
                "Item 'Q1': 1 word of 9 texts was longer than 20 characters and became one unknown token each.",
                "1 word was longer than 20 characters and became one unknown token each.",
            ],
            warnings);
    }

    private static (MLContext Context, List<string> Warnings) Listen()
    {
        var warnings = new List<string>();
        var ml = new MLContext(1);
        ml.Log += (_, line) =>
        {
            if (line.Kind == ChannelMessageKind.Warning && line.Source.StartsWith("GwSmm", StringComparison.Ordinal))
            {
                warnings.Add(line.RawMessage);
            }
        };
        return (ml, warnings);
    }
}
