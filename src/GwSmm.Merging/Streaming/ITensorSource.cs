namespace GwSmm.Merging;

/// <summary>Encoders of one group that agree in the names and shapes of their tensors, read in parts. Thread-safe.</summary>
public interface ITensorSource
{
    /// <summary>The number that stands for the base in <see cref="Read"/>.</summary>
    const int Base = -1;

    /// <summary>The item of each encoder [k].</summary>
    IReadOnlyList<string> Items { get; }

    /// <summary>The tensors that every encoder has, in ordinal order of their names.</summary>
    IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>Whether the encoder that all of them grew from is known.</summary>
    bool HasBase { get; }

    /// <summary>Reads a part of a tensor.</summary>
    /// <param name="model">The number of the encoder, or <see cref="Base"/>.</param>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="start">The first value, counted row by row.</param>
    /// <param name="buffer">Room for the values.</param>
    /// <returns>The values: the buffer, or where they already are in memory.</returns>
    ReadOnlyMemory<float> Read(int model, TensorInfo tensor, int start, Memory<float> buffer);
}
