namespace GwSmm.Encoders;

/// <summary>The tensors of an opened checkpoint.</summary>
/// <param name="reader">The file.</param>
internal sealed class CheckpointContent(SafetensorsReader reader)
{
    /// <summary>Reads a tensor into an array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="target">Where it goes; as long as it.</param>
    /// <exception cref="GwSmmException">There is none, or it has another length.</exception>
    public void Read(string name, float[] target)
    {
        var data = reader.Read(name).Data;
        if (data.Length != target.Length)
        {
            throw new GwSmmException($"Checkpoint '{reader.Path}': the tensor '{name}' has {data.Length} values; expected {target.Length}. The file is damaged; delete it to begin anew.");
        }

        data.CopyTo(target, 0);
    }
}
