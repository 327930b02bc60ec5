namespace GwSmm.Encoders;

/// <summary>A student and what it learns of each teacher: loss and gradients of a batch that mixes items. Not thread-safe.</summary>
internal sealed class DistillationNetwork
{
    private readonly int[][][] _sequences;
    private readonly DistillationOptions _options;
    private readonly HiddenStateMatching? _matching;
    private readonly List<int[]> _batch = [];
    private float[] _featureGradient = [];

    /// <summary>Joins the parts.</summary>
    /// <param name="student">The student.</param>
    /// <param name="tasks">One for each teacher.</param>
    /// <param name="sequences">Token numbers by teacher, numbered as in the student.</param>
    /// <param name="options">Weights of the losses.</param>
    /// <param name="matching">Compares hidden states; null where they do not count.</param>
    public DistillationNetwork(
        TrainableEncoder student, IReadOnlyList<DistillationTask> tasks, int[][][] sequences, DistillationOptions options, HiddenStateMatching? matching)
    {
        Student = student;
        Tasks = tasks;
        _sequences = sequences;
        _options = options;
        _matching = matching;
    }

    /// <summary>The student.</summary>
    public TrainableEncoder Student { get; }

    /// <summary>One task for each teacher.</summary>
    public IReadOnlyList<DistillationTask> Tasks { get; }

    /// <summary>What training changes.</summary>
    public IEnumerable<ParameterSlot> Slots() => Student.Slots().Concat(Tasks.SelectMany((task, i) => task.Slots($"item {i}")));

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        Student.ClearGradients();
        foreach (var task in Tasks)
        {
            task.ClearGradients();
        }
    }

    /// <summary>Adds the gradients of the mean loss over a batch.</summary>
    /// <param name="rows">The responses by teacher; some may be empty, not all.</param>
    /// <returns>The mean losses.</returns>
    public DistillationLoss AddGradients(IReadOnlyList<int[]> rows)
    {
        _batch.Clear();
        for (var item = 0; item < rows.Count; item++)
        {
            _batch.AddRange(rows[item].Select(row => _sequences[item][row]));
        }

        var (size, width) = (_batch.Count, Student.Config.HiddenSize);
        var pooled = Student.Forward(_batch, [.. Enumerable.Range(0, size)]);
        Buffers.Ensure(ref _featureGradient, size * width);
        _matching?.Begin(Student);
        var (loss, first) = (default(DistillationLoss), 0);
        for (var item = 0; item < rows.Count; item++)
        {
            if (rows[item].Length == 0)
            {
                continue;
            }

            var (start, count) = (first * width, rows[item].Length * width);
            loss += Tasks[item].AddGradients(pooled.AsSpan(start, count), rows[item], _featureGradient.AsSpan(start, count), size, _options.Threads);
            if (_matching is not null)
            {
                loss += new DistillationLoss(0, 0, _matching.Compare(Student, item, _sequences[item], rows[item], first, _options.HiddenStateWeight / size));
            }

            first += rows[item].Length;
        }

        Student.Backward(_featureGradient.AsSpan(0, size * width), _matching is null ? null : AddHiddenGradient);
        return new DistillationLoss(loss.Feature / size, loss.Logit / size, loss.HiddenState / size);
    }

    private void AddHiddenGradient(int layer, float[] gradient) => _matching!.AddGradient(layer, gradient, Student.Batch.TokenCount * Student.Config.HiddenSize);
}
