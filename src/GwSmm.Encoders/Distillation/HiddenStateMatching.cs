namespace GwSmm.Encoders;

/// <summary>
/// Squared error between the hidden states of a student and of the teacher of each response, for every token of the embedding output and of all layers, in units of the
/// teacher's variance of that state. Not thread-safe.
/// </summary>
internal sealed class HiddenStateMatching
{
    /// <summary>Responses from which the variance of the states is estimated.</summary>
    private const int VarianceRows = 64;

    private readonly EncoderParameters[] _teachers;
    private readonly double[][] _variances;
    private readonly int _layers;
    private readonly int _threads;
    private readonly TokenBatch _batch = new();
    private readonly EncoderActivations _activations = new(forTraining: true);
    private readonly float[][] _gradients;

    /// <summary>Measures the teachers' states.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="teachers">The teachers' weights.</param>
    /// <param name="sequences">Token numbers of each teacher's responses, numbered as in the weights.</param>
    /// <param name="layers">Layers to match.</param>
    /// <param name="threads">Threads to use.</param>
    public HiddenStateMatching(EncoderConfig config, IReadOnlyList<EncoderWeights> teachers, IReadOnlyList<int[][]> sequences, int layers, int threads)
    {
        _layers = layers;
        _threads = threads;
        _teachers = [.. teachers.Select(weights => new EncoderParameters(config, weights))];
        _gradients = [.. Enumerable.Range(0, layers + 1).Select(_ => Array.Empty<float>())];
        _variances = [.. _teachers.Select((teacher, t) =>
        {
            Run(teacher, sequences[t], [.. Enumerable.Range(0, Math.Min(VarianceRows, sequences[t].Length))]);
            return Enumerable.Range(0, layers + 1)
                .Select(layer => DistillationTask.Variance(_activations.Hidden(layer).AsSpan(0, _batch.TokenCount * config.HiddenSize), config.HiddenSize)).ToArray();
        })];
    }

    /// <summary>Makes room for the gradients of a batch.</summary>
    /// <param name="student">The student after its forward pass.</param>
    public void Begin(TrainableEncoder student)
    {
        for (var layer = 0; layer <= _layers; layer++)
        {
            Buffers.Ensure(ref _gradients[layer], student.Batch.TokenCount * student.Config.HiddenSize);
        }
    }

    /// <summary>Compares the states of consecutive responses of one item.</summary>
    /// <param name="student">The student after its forward pass.</param>
    /// <param name="teacher">The number of the teacher.</param>
    /// <param name="sequences">Token numbers of the teacher's responses.</param>
    /// <param name="rows">The responses.</param>
    /// <param name="firstSequence">The first of them in the student's batch.</param>
    /// <param name="factor">Factor of the gradient.</param>
    /// <returns>The sum over the responses of the mean over tokens and states.</returns>
    public double Compare(TrainableEncoder student, int teacher, int[][] sequences, int[] rows, int firstSequence, double factor)
    {
        Run(_teachers[teacher], sequences, rows);
        var (hidden, loss) = (student.Config.HiddenSize, 0.0);
        for (var layer = 0; layer <= _layers; layer++)
        {
            var (own, other, gradient) = (student.Activations.Hidden(layer), _activations.Hidden(layer), _gradients[layer]);
            for (var s = 0; s < rows.Length; s++)
            {
                var scale = 1 / (_variances[teacher][layer] * (_layers + 1) * _batch.Length(s));
                var (from, to, squares) = (_batch.Start(s) * hidden, student.Batch.Start(firstSequence + s) * hidden, 0.0);
                for (var i = 0; i < _batch.Length(s) * hidden; i++)
                {
                    double difference = own[to + i] - other[from + i];
                    squares += difference * difference;
                    gradient[to + i] = (float)(2 * factor * scale * difference);
                }

                loss += scale * squares;
            }
        }

        return loss;
    }

    /// <summary>Adds the gradients of a state.</summary>
    /// <param name="layer">The state's number.</param>
    /// <param name="gradient">Its gradient so far.</param>
    /// <param name="count">Values of the batch.</param>
    public void AddGradient(int layer, float[] gradient, int count) =>
        System.Numerics.Tensors.TensorPrimitives.Add(gradient.AsSpan(0, count), _gradients[layer].AsSpan(0, count), gradient.AsSpan(0, count));

    private void Run(EncoderParameters teacher, int[][] sequences, int[] rows)
    {
        _batch.Load(sequences, rows);
        EncoderPass.Forward(teacher, _layers, _batch, _activations, null, _threads);
    }
}
