using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>What fine-tuning added to a base, value by value and without a copy. Thread-safe.</summary>
internal sealed class TaskVectors
{
    /// <summary>Looks at encoders.</summary>
    /// <param name="input">The encoders and their base.</param>
    /// <param name="method">The method, for messages.</param>
    /// <exception cref="GwSmmException">The base is unknown.</exception>
    public TaskVectors(MergeInput input, string method)
    {
        ArgumentNullException.ThrowIfNull(input);
        Input = input;
        Base = input.Base ?? throw new GwSmmException(
            $"The method '{method}' needs the base encoder that {string.Join(", ", input.Items.Select(item => $"'{item}'"))} grew from, but none was given. Give it.");
        Matrices = [.. Base.Tensors.Where(tensor => tensor.Shape.Count == 2).Select(tensor => tensor.Name)];
    }

    /// <summary>The encoders.</summary>
    public MergeInput Input { get; }

    /// <summary>Their base.</summary>
    public EncoderWeights Base { get; }

    /// <summary>The number of encoders.</summary>
    public int Count => Input.Models.Count;

    /// <summary>The names of tensors of two dimensions.</summary>
    public IReadOnlyList<string> Matrices { get; }

    /// <summary>The values of a tensor.</summary>
    public int Length(string name) => Base[name].Data.Length;

    /// <summary>A value of the m-th task vector.</summary>
    public float At(string name, int model, int index) => Input.Models[model][name].Data[index] - Base[name].Data[index];
}
