namespace GwSmm.Encoders;

/// <summary>A file with named tensors, whatever its format; its contents are checked before a tensor is read.</summary>
internal interface ICheckpointFile : IDisposable
{
    /// <summary>The file, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the tensors.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Texts beside the tensors.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The shape of a tensor.</summary>
    /// <param name="name">Its name in the file; there is one.</param>
    /// <returns>Sizes of the dimensions, outermost first.</returns>
    IReadOnlyList<long> Shape(string name);

    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name in the file; there is one.</param>
    /// <param name="newName">The name to give it; null keeps the name.</param>
    /// <returns>A copy in single precision.</returns>
    /// <exception cref="GwSmmException">Its type cannot be converted, or it is too large for an array.</exception>
    Tensor Read(string name, string? newName = null);

    /// <summary>Gives a tensor whose values lie in the file where the format, the machine and the system allow it; a copy where they do not.</summary>
    /// <param name="name">Its name in the file; there is one.</param>
    /// <param name="newName">The name to give it; null keeps the name.</param>
    /// <returns>The tensor, which stays valid when the file is closed.</returns>
    /// <exception cref="GwSmmException">As for <see cref="Read"/>.</exception>
    Tensor Map(string name, string? newName = null) => Read(name, newName);
}
