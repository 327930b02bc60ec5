namespace GwSmm.Encoders.Tests;

/// <summary>Loss and gradients of a mixed batch against central differences of a twin in double precision, for every parameter.</summary>
public class DistillationGradientTests
{
    private static readonly EncoderConfig Config = Networks.Config;
    private static readonly int[][][] Sequences = [Networks.Sequences, [[2, 1, 3], [2, 7, 7, 5, 3], [6, 3]]];

    // The second item's first response is not in the batch.
    private static readonly int[][] Rows = [[3, 0], [2, 1]];

    [Theory]
    [InlineData(HeadKind.MultiClass, Pooling.Mean, null, true, false, 0.0)]
    [InlineData(HeadKind.MultiLabel, Pooling.Cls, null, false, true, 0.0)]
    [InlineData(HeadKind.MultiClass, Pooling.Pooler, null, true, true, 0.5)]
    [InlineData(HeadKind.MultiLabel, Pooling.Mean, 1, false, false, 0.7)]
    public void Gradients_of_every_parameter_are_those_of_the_twin(HeadKind kind, Pooling pooling, int? layer, bool projections, bool heads, double hiddenWeight)
    {
        var options = new DistillationOptions
        {
            FeatureWeight = 0.8,
            LogitWeight = 1.3,
            HiddenStateWeight = hiddenWeight,
            Temperature = 1.5,
            TrainProjections = projections,
            TrainHeads = heads,
            Threads = 1,
        };
        var features = new FeatureOptions { Pooling = pooling, Layer = layer, MaxTokens = 7 };
        DistillationTeacher[] teachers = [Teacher("A", kind, 21, 0), Teacher("B", HeadKind.MultiClass, 22, 1)];
        var student = new TrainableEncoder(Config, Networks.Weights(Config, 11), features, 1);
        DistillationTask[] tasks = [.. teachers.Select(teacher =>
            new DistillationTask(teacher, new BertEncoder(Config, teacher.Weights).Encode(teacher.Sequences, features), options))];
        var matching = hiddenWeight == 0 ? null : new HiddenStateMatching(Config, [.. teachers.Select(teacher => teacher.Weights)], Sequences, student.Layers, 1);
        var network = new DistillationNetwork(student, tasks, Sequences, options, matching);
        Disturb(tasks);
        var loss = network.AddGradients(Rows);

        var values = ReferenceEncoder.ToDouble(student.Weights);
        var gradients = student.Gradients.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Data, StringComparer.Ordinal);
        foreach (var slot in network.Slots().Where(slot => !values.ContainsKey(slot.Name)))
        {
            values[slot.Name] = Array.ConvertAll(slot.Values, value => (double)value);
            gradients[slot.Name] = slot.Gradient;
        }

        double Twin() => TwinLoss(values, teachers, features, options);
        Assert.Equal(1, loss.Weighted(options) / Twin(), 1e-6);
        Assert.Equal(projections ? 4 : 0, values.Keys.Count(name => name.Contains("projection", StringComparison.Ordinal)));
        var scale = gradients.Values.SelectMany(data => data).Max(Math.Abs);

        // The twin of hidden states is slow.
        var stride = hiddenWeight == 0 ? 11 : 41;
        foreach (var (name, data) in values)
        {
            for (var i = 0; i < data.Length; i += stride)
            {
                const double Step = 1e-5;
                var kept = data[i];
                data[i] = kept + Step;
                var above = Twin();
                data[i] = kept - Step;
                var expected = (above - Twin()) / (2 * Step);
                data[i] = kept;
                Assert.True(Math.Abs(expected - gradients[name][i]) <= 2e-5 * scale, $"{name}[{i}]: {gradients[name][i]:R}, expected {expected:R}");
            }
        }
    }

    private static DistillationTeacher Teacher(string item, HeadKind kind, ulong seed, int sequences)
    {
        var random = new Numerics.DeterministicRandom(seed);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 0.6f * (float)random.NextGaussian())];
        return new DistillationTeacher(item, Networks.Weights(Config, seed), new ScoringHead(kind, ["0", "1", "2"], Draw(3 * Config.HiddenSize), Draw(3)), Sequences[sequences]);
    }

    // A map that is not the identity shows errors of transposition.
    private static void Disturb(DistillationTask[] tasks)
    {
        var random = new Numerics.DeterministicRandom(7);
        foreach (var values in tasks.SelectMany(task => task.Slots("x")).Select(slot => slot.Values))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += 0.2f * (float)random.NextGaussian();
            }
        }
    }

    private static double TwinLoss(Dictionary<string, double[]> values, DistillationTeacher[] teachers, FeatureOptions features, DistillationOptions options)
    {
        var (width, layers, sum) = (Config.HiddenSize, features.Layer ?? Config.LayerCount, 0.0);
        var student = new ReferenceEncoder(Config, values);
        for (var item = 0; item < teachers.Length; item++)
        {
            var (head, twin) = (teachers[item].Head, new ReferenceEncoder(Config, ReferenceEncoder.ToDouble(teachers[item].Weights)));
            double[][] targets = [.. Sequences[item].Select(tokens => twin.Features(tokens, features.Pooling, layers))];
            var variance = Variance(targets);
            var headWeight = values.GetValueOrDefault($"item {item}.head.weight") ?? Array.ConvertAll(head.Weight, value => (double)value);
            var headBias = values.GetValueOrDefault($"item {item}.head.bias") ?? Array.ConvertAll(head.Bias, value => (double)value);
            foreach (var row in Rows[item])
            {
                var pooled = student.Features(Sequences[item][row], features.Pooling, layers);
                if (values.TryGetValue($"item {item}.projection.weight", out var weight))
                {
                    pooled = Dense(weight, values[$"item {item}.projection.bias"], pooled);
                }

                sum += options.FeatureWeight * pooled.Zip(targets[row], (a, b) => (a - b) * (a - b)).Sum() / variance;
                double[] teacherHead = Array.ConvertAll(head.Weight, value => (double)value), teacherBias = Array.ConvertAll(head.Bias, value => (double)value);
                sum += options.LogitWeight * Divergence(head.Kind, Dense(teacherHead, teacherBias, targets[row]), Dense(headWeight, headBias, pooled), options.Temperature);
                for (var layer = 0; layer <= layers && options.HiddenStateWeight > 0; layer++)
                {
                    var all = Sequences[item].SelectMany(tokens => TokensOf(twin.Hidden(tokens, layer))).ToArray();
                    var (own, other) = (TokensOf(student.Hidden(Sequences[item][row], layer)), TokensOf(twin.Hidden(Sequences[item][row], layer)));
                    var squares = own.Zip(other, (a, b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum()).Average();
                    sum += options.HiddenStateWeight * squares / Variance(all) / (layers + 1);
                }
            }
        }

        return sum / Rows.Sum(rows => rows.Length);

        double[] Dense(double[] weight, double[] bias, double[] x) =>
            [.. bias.Select((value, o) => value + Enumerable.Range(0, width).Sum(i => weight[(o * width) + i] * x[i]))];
    }

    private static double[][] TokensOf(double[,] states) =>
        [.. Enumerable.Range(0, states.GetLength(0)).Select(row => Enumerable.Range(0, states.GetLength(1)).Select(i => states[row, i]).ToArray())];

    private static double Variance(double[][] rows) => Enumerable.Range(0, rows[0].Length).Sum(c =>
    {
        var mean = rows.Average(row => row[c]);
        return rows.Average(row => (row[c] - mean) * (row[c] - mean));
    });

    private static double Divergence(HeadKind kind, double[] teacher, double[] student, double temperature)
    {
        static double Kl(double[] p, double[] q) => p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();
        double[] Softmax(double[] z) => [.. z.Select(value => Math.Exp(value / temperature) / z.Sum(other => Math.Exp(other / temperature)))];
        double[] Sigmoid(double z) => [1 / (1 + Math.Exp(-z / temperature)), 1 / (1 + Math.Exp(z / temperature))];
        return temperature * temperature * (kind == HeadKind.MultiClass
            ? Kl(Softmax(teacher), Softmax(student))
            : teacher.Zip(student, (a, b) => Kl(Sigmoid(a), Sigmoid(b))).Average());
    }
}
