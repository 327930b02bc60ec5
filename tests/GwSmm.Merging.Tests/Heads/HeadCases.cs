using System.Globalization;
using System.Text.Json;
using GwSmm.Encoders;
using GwSmm.Numerics;

namespace GwSmm.Merging.Tests;

internal static class HeadCases
{
    public static ResponseSet Responses(JsonElement golden)
    {
        var (count, classes) = (golden.GetProperty("count").GetInt32(), golden.GetProperty("classes").GetInt32());
        var texts = Texts(count);
        var targets = golden.Integers("targets");
        return golden.GetProperty("kind").ValueEquals("multiClass")
            ? ResponseSet.MultiClass("Q", texts, [.. targets.Select(Name)])
            : ResponseSet.MultiLabel("Q", texts, [.. Enumerable.Range(0, classes).Select(Name)], Array.ConvertAll(targets, flag => flag == 1));
    }

    public static float[] Floats(this JsonElement parent, string name) => [.. parent.Doubles(name).Select(value => (float)value)];

    public static string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => "response " + Name(i))];

    public static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary>Correlated features and classes that depend on them, with noise.</summary>
    public static (float[] Features, ResponseSet Responses) Random(int count, int width, int classes, ulong seed, double noise = 1)
    {
        var random = new DeterministicRandom(seed);
        double[] mixing = [.. Enumerable.Range(0, width * width).Select(i => random.NextGaussian() / (1 + (i % width)))];
        double[] truth = [.. Enumerable.Range(0, width * classes).Select(_ => random.NextGaussian())];
        var features = new float[count * width];
        var labels = new string[count];
        for (var i = 0; i < count; i++)
        {
            double[] hidden = [.. Enumerable.Range(0, width).Select(_ => random.NextGaussian())];
            for (var j = 0; j < width; j++)
            {
                features[(i * width) + j] = (float)Enumerable.Range(0, width).Sum(k => mixing[(j * width) + k] * hidden[k]);
            }

            labels[i] = i < classes ? Name(i) : Name(Enumerable.Range(0, classes)
                .MaxBy(c => Enumerable.Range(0, width).Sum(k => truth[(c * width) + k] * hidden[k]) + (noise * random.NextGaussian())));
        }

        return (features, ResponseSet.MultiClass("Q", Texts(count), labels));
    }
}
