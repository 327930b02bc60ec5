namespace GwSmm.Encoders;

/// <summary>The adapters of a network while they are trained: the network computes with the adapted matrices. Not thread-safe.</summary>
/// <param name="matrices">The adapters.</param>
/// <param name="original">The weights that stay as they are.</param>
/// <param name="threads">Threads to use.</param>
internal sealed class LoraTraining(IReadOnlyList<LoraMatrix> matrices, EncoderWeights original, int threads)
{
    /// <summary>The adapters.</summary>
    public IReadOnlyList<LoraMatrix> Matrices => matrices;

    /// <summary>Starts adapters that change nothing yet.</summary>
    /// <param name="options">Which, and of which rank.</param>
    /// <param name="original">The weights that stay as they are.</param>
    /// <param name="firstLayer">The lowest layer adapted.</param>
    /// <param name="layers">Layers that the loss depends on.</param>
    /// <param name="training">Seed and threads.</param>
    public static LoraTraining Create(LoraOptions options, EncoderWeights original, int firstLayer, int layers, TrainingOptions training) => new(
        [.. LoraMatrix.Chosen(options, firstLayer, layers).Select(name => LoraMatrix.Create(name, options, original[name + ".weight"].Shape, training.Seed))],
        original,
        training.Threads);

    /// <summary>Puts the adapted matrices into the weights that the network computes with.</summary>
    public void Apply(EncoderWeights weights)
    {
        foreach (var matrix in matrices)
        {
            matrix.Apply(original[matrix.Weight].Data, weights[matrix.Weight].Data, threads);
        }
    }

    /// <summary>Computes the gradients of the adapters from those of the adapted matrices.</summary>
    public void Differentiate(EncoderWeights gradients)
    {
        foreach (var matrix in matrices)
        {
            matrix.Differentiate(gradients[matrix.Weight].Data, threads);
        }
    }

    /// <summary>What training changes.</summary>
    public IEnumerable<ParameterSlot> Slots() => matrices.SelectMany(matrix => new[]
    {
        new ParameterSlot(matrix.Name + ".lora_A.weight", matrix.Down, matrix.DownGradient, Decays: true),
        new ParameterSlot(matrix.Name + ".lora_B.weight", matrix.Up, matrix.UpGradient, Decays: true),
    });
}
